import { el, setText } from '../../lib/dom.js';
import { formatCount } from '../../lib/format.js';
import { afterStep, stepOf } from '../after-step.js';
import { ModelChoiceView } from '../model-choice-view.js';
import { Field } from '../settings/field.js';
import { StopField } from '../settings/stop-field.js';
import { sampleText } from '../sample-text.js';
import { GrowingText } from './growing-text.js';

/**
 * @typedef {import('../../shared/protocol.js').Sample} Sample
 * @typedef {import('../../settings/setting.js').LabelledSetting} Setting
 */

const MAIN = ['temperature', 'length'];

/** Characters per entry of the history, which shows at most four lines. */
const ENTRY = 400;

/** @param {Sample} sample */
const shortened = ({ prompt, text, ...rest }) => ({
  ...rest,
  prompt: prompt.slice(-ENTRY),
  text: text.slice(0, ENTRY),
});

/** The texts that the model writes, during training and on demand, with their history. */
export class SampleView {
  #text = new GrowingText();
  #caption = el('p', { class: 'unit' });
  #copied = el('p', { class: 'note' });
  #problem = el('p', { class: 'problem box', hidden: true });
  #history = el('ol', {
    class: 'history',
    tabIndex: 0,
    'aria-label': 'Earlier texts, oldest first',
  });
  #past;
  /** @type {Sample | undefined} */
  #sample;
  /** @type {readonly Sample[] | undefined} */
  #samples;
  /** @type {Map<string, Field | StopField>} */
  #fields = new Map();
  #onSkip;
  #write;
  #live;
  #isWriting = false;
  #models;

  /**
   * @param {HTMLElement} root
   * @param {Setting[]} options
   * @param {object} on
   * @param {(name: string, value: unknown) => void} on.choose undefined returns to the default
   * @param {() => void} on.generate
   * @param {() => void} on.stop ends the texts that are being written
   * @param {() => void} on.showLive
   * @param {() => void} on.skip removes unknown characters from the prompt
   * @param {(model: 'best' | 'now') => void} on.chooseModel
   */
  constructor(root, options, on) {
    this.#onSkip = on.skip;
    this.#models = new ModelChoiceView(on.chooseModel);
    this.#write = el(
      'button',
      {
        type: 'button',
        onclick: () => (this.#isWriting ? on.stop : on.generate)(),
      },
      'Write',
    );
    this.#live = el('button', { type: 'button', onclick: on.showLive }, 'Show live texts');
    for (const option of options) {
      const { name } = option;
      const FieldClass = name === 'stop' ? StopField : Field;
      const field = new FieldClass(option, (value) => on.choose(name, value));
      this.#fields.set(name, field);
    }
    /** @param {boolean} isMain */
    const fields = (isMain) =>
      [...this.#fields]
        .filter(([name]) => name !== 'prompt' && MAIN.includes(name) === isMain)
        .map(([, field]) => field.element);
    this.#past = el(
      'details',
      { open: true },
      el('summary', {}, 'From noise to text'),
      this.#history,
    );
    root.append(
      el('div', { class: 'head' }, el('h2', {}, 'What it writes'), this.#caption),
      this.#text.element,
      this.#copied,
      this.#past,
      el('div', { class: 'fields' }, /** @type {Field} */ (this.#fields.get('prompt')).element),
      this.#problem,
      el('div', { class: 'write' }, this.#write, this.#live, this.#models.element),
      el('div', { class: 'fields' }, ...fields(true)),
      el(
        'details',
        {},
        el('summary', {}, 'More options'),
        el('div', { class: 'fields' }, ...fields(false)),
      ),
    );
  }

  /**
   * @param {object} values
   * @param {readonly Sample[]} values.samples oldest first
   * @param {{sample?: Sample}} [values.writing] a text in the making
   * @param {Sample} [values.asked] the newest text on demand, while it is shown
   * @param {boolean} values.isLive true during training
   * @param {string} values.separator the end of a document; empty where there are none
   * @param {Record<string, unknown>} values.values the sampling options in force
   * @param {Record<string, unknown>} values.defaults
   * @param {ReadonlyMap<string, string>} values.problems
   * @param {string} [values.promptProblem]
   * @param {Parameters<ModelChoiceView['update']>[0]} values.models
   */
  update({ samples, writing, asked, isLive, values, defaults, problems, separator, ...rest }) {
    const { promptProblem = '', models } = rest;
    this.#models.update(models);
    for (const [name, field] of this.#fields) {
      field.update(values[name], defaults[name], problems.get(name), separator);
    }
    this.#isWriting = Boolean(writing);
    setText(this.#write, writing ? 'Stop' : 'Write');
    this.#write.title = writing ? 'End the text here' : 'Generate a sample';
    this.#live.hidden = !(isLive && asked && !writing);
    const sample = writing?.sample ?? asked ?? samples.at(-1);
    this.#text.update(sample, writing?.sample && writing);
    if (sample !== this.#sample) this.#describe(sample);
    if (samples !== this.#samples) this.#show(samples);
    if (this.#problem.firstChild?.textContent !== promptProblem) this.#showProblem(promptProblem);
  }

  /** @param {Sample | undefined} sample */
  #describe(sample) {
    this.#sample = sample;
    setText(this.#caption, sample ? `${afterStep(sample)}, seed ${sample.seed}` : '');
    const copied = sample?.copied?.chars ?? 0;
    const marked = `Marked: the longest piece copied from the learnt text (its first million letters), ${formatCount(copied, 'letter')}.`;
    setText(this.#copied, copied > 0 ? marked : '');
  }

  /** @param {readonly Sample[]} samples */
  #show(samples) {
    this.#samples = samples;
    this.#past.hidden = samples.length < 2;
    const atEnd =
      this.#history.scrollHeight - this.#history.scrollTop - this.#history.clientHeight < 8;
    this.#history.replaceChildren(
      ...samples.map((sample) =>
        el(
          'li',
          {},
          el('span', { class: 'step' }, stepOf(sample)),
          el('pre', {}, ...sampleText(shortened(sample))),
        ),
      ),
    );
    if (atEnd) this.#history.scrollTop = this.#history.scrollHeight;
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
      el('button', { type: 'button', onclick: () => this.#skip() }, 'Skip it'),
    );
  }
}
