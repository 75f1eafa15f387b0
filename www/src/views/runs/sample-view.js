import { el, setText } from '../../lib/dom.js';
import { formatCount } from '../../lib/format.js';
import { afterStep } from '../after-step.js';
import { ModelChoiceView } from '../model-choice-view.js';
import { Field } from '../settings/field.js';
import { GrowingText } from './growing-text.js';

/**
 * @typedef {import('../../shared/protocol.js').Sample} Sample
 * @typedef {import('../../settings/setting.js').LabelledSetting} Setting
 */

const COPIED =
  'The longest piece copied word for word from the learnt text (its first million letters).';

/** The text that the model writes, during training and on demand. */
export class SampleView {
  #text = new GrowingText();
  #after = el('span');
  /** It reproduces a text, but says nothing about it. */
  #seed = el('span', { class: 'visually-hidden' });
  #caption = el('p', { class: 'unit' }, this.#after, this.#seed);
  #copied = el('p', { class: 'note' });
  #problem = el('p', { class: 'problem box', hidden: true });
  /** @type {Sample | undefined} */
  #sample;
  #prompt;
  #onSkip;
  #write;
  #live;
  #isWriting = false;
  #models;

  /**
   * @param {HTMLElement} root
   * @param {Setting} prompt the text to begin with
   * @param {object} on
   * @param {(text: unknown) => void} on.prompt
   * @param {() => void} on.generate
   * @param {() => void} on.stop ends the texts that are being written
   * @param {() => void} on.save saves the run to a file
   * @param {() => void} on.export opens the dialog that exports the model
   * @param {() => void} on.showLive
   * @param {() => void} on.skip removes unknown characters from the prompt
   * @param {(model: 'best' | 'now') => void} on.chooseModel
   */
  constructor(root, prompt, on) {
    this.#onSkip = on.skip;
    this.#models = new ModelChoiceView(on.chooseModel);
    this.#write = el(
      'button',
      {
        type: 'button',
        'data-control': 'write',
        onclick: () => (this.#isWriting ? on.stop : on.generate)(),
      },
      'Write',
    );
    this.#live = el(
      'button',
      { type: 'button', class: 'chip', onclick: on.showLive },
      'Show live texts',
    );
    this.#prompt = new Field({ ...prompt, placeholder: 'Begin with …' }, on.prompt);
    /**
     * @param {string} label
     * @param {string} control
     * @param {() => void} onclick
     */
    const leave = (label, control, onclick) =>
      el('button', { type: 'button', class: 'quiet', 'data-control': control, onclick }, label);
    root.append(
      el(
        'div',
        { class: 'head' },
        el('h2', {}, 'What it writes'),
        this.#caption,
        el(
          'div',
          { class: 'leave' },
          leave('Save run', 'save', on.save),
          leave('Export', 'export', on.export),
        ),
      ),
      this.#text.element,
      el('div', { class: 'foot' }, this.#copied, this.#live, this.#models.element),
      this.#problem,
      el('div', { class: 'write' }, this.#prompt.element, this.#write),
    );
  }

  /**
   * @param {object} values
   * @param {readonly Sample[]} values.samples oldest first
   * @param {unknown} values.prompt
   * @param {{sample?: Sample}} [values.writing] a text in the making
   * @param {Sample} [values.asked] the newest text on demand, while it is shown
   * @param {boolean} values.isLive true during training
   * @param {string} [values.promptProblem]
   * @param {Parameters<ModelChoiceView['update']>[0]} values.models
   */
  update({ samples, prompt, writing, asked, isLive, promptProblem = '', models }) {
    this.#models.update(models);
    this.#prompt.update(prompt, '');
    this.#isWriting = Boolean(writing);
    setText(this.#write, writing ? 'Stop' : 'Write');
    this.#write.title = writing ? 'End the text here' : 'Generate a sample';
    this.#live.hidden = !(isLive && asked && !writing);
    const sample = writing?.sample ?? asked ?? samples.at(-1);
    this.#text.update(sample, writing?.sample && writing);
    if (sample !== this.#sample) this.#describe(sample);
    if (this.#problem.firstChild?.textContent !== promptProblem) this.#showProblem(promptProblem);
  }

  /** @param {Sample | undefined} sample */
  #describe(sample) {
    this.#sample = sample;
    setText(this.#after, sample ? afterStep(sample) : '');
    setText(this.#seed, sample ? `, seed ${sample.seed}` : '');
    this.#caption.title = sample ? `seed ${sample.seed}` : '';
    const copied = sample?.copied?.chars ?? 0;
    // Underlined as in the text, which makes it a legend.
    this.#copied.replaceChildren(
      ...(copied > 0 ? [el('mark', {}, formatCount(copied, 'letter')), ' copied'] : []),
    );
    this.#copied.title = copied > 0 ? COPIED : '';
  }

  /** Moves the focus before the button disappears with the problem. */
  #skip() {
    this.#onSkip();
    this.#write.focus();
  }

  /** @param {string} problem */
  #showProblem(problem) {
    this.#problem.hidden = problem === '';
    this.#problem.replaceChildren(
      problem,
      ' ',
      el(
        'button',
        { type: 'button', 'data-control': 'prompt', onclick: () => this.#skip() },
        'Skip it',
      ),
    );
  }
}
