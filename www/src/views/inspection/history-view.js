import { el, setText } from '../../lib/dom.js';
import { afterStep } from '../after-step.js';
import { ModelChoiceView } from '../model-choice-view.js';
import { sampleText } from '../sample-text.js';

/** The choice of an earlier step, to inspect the network there or to continue from it. */
export class HistoryView {
  #range;
  #when = el('span', { class: 'when' });
  #goBack;
  #models;
  #sample = el('pre', {
    class: 'sample',
    tabIndex: 0,
    role: 'group',
    'aria-label': 'What it writes at this step',
  });
  /** Shown while an earlier step is chosen, at the same height before and after it has written. */
  #earlier;
  /** @type {readonly number[]} */
  #steps = [];
  /** @type {number | undefined} */
  #selected;
  /** @type {import('../../shared/protocol.js').Sample | undefined} */
  #shown;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(step: number | undefined) => void} on.view undefined means the chosen model
   * @param {(step: number) => void} on.goBack
   * @param {(model: 'best' | 'now') => void} on.chooseModel
   */
  constructor(root, on) {
    this.#range = el('input', {
      type: 'range',
      min: '0',
      'aria-label': 'Step',
      oninput: () => on.view(this.#steps[this.#range.valueAsNumber]),
    });
    this.#goBack = el(
      'button',
      {
        type: 'button',
        'data-control': 'reset',
        title: 'Return to this step; Train continues from it',
        onclick: () => on.goBack(Number(this.#selected)),
      },
      'Continue from this step',
    );
    this.#models = new ModelChoiceView(on.chooseModel);
    this.#earlier = el('div', { class: 'earlier', hidden: true }, this.#sample, this.#goBack);
    root.append(
      el('label', { class: 'place' }, 'Steps ', this.#range, this.#when),
      this.#models.element,
    );
    root.after(this.#earlier);
  }

  /**
   * @param {object} values
   * @param {readonly number[]} values.steps of the checkpoints, ascending
   * @param {number} [values.selected] one of `steps`; by default the chosen model
   * @param {import('../../shared/protocol.js').Sample} [values.sample] written at the selected step
   * @param {{model: 'best' | 'now', bestStep?: number, step: number}} values.models
   */
  update({ steps, selected, sample, models }) {
    this.#steps = steps;
    this.#selected = selected;
    const { model, bestStep, step } = models;
    const chosen = selected === undefined ? model : undefined;
    this.#models.update({ ...models, model: chosen });
    // The last position means the chosen model.
    this.#range.max = String(steps.length);
    const at = selected === undefined ? steps.length : steps.indexOf(selected);
    if (this.#range.valueAsNumber !== at) this.#range.value = String(at);
    const isBest = chosen === 'best';
    const after = afterStep({ step: selected ?? (isBest && bestStep ? bestStep : step), isBest });
    const when = chosen === 'now' ? `now, ${after}` : after;
    setText(this.#when, when);
    this.#range.setAttribute('aria-valuetext', when);
    if (sample !== this.#shown) this.#sample.replaceChildren(...(sample ? sampleText(sample) : []));
    this.#shown = sample;
    this.#earlier.hidden = selected === undefined;
  }
}
