import { el, setText } from '../../lib/dom.js';
import { formatCount } from '../../lib/format.js';
import { sampleText } from '../sample-text.js';

/** The choice of an earlier step, to inspect the network there or to continue from it. */
export class HistoryView {
  #range;
  #when = el('span', { class: 'when' });
  #goBack;
  #sample = el('pre', {
    class: 'sample',
    hidden: true,
    'aria-label': 'What it writes at this step',
  });
  /** @type {readonly number[]} */
  #steps = [];
  /** @type {number | undefined} */
  #selected;
  /** @type {import('../../shared/protocol.js').Sample | undefined} */
  #shown;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(step: number | undefined) => void} on.view undefined means the current step
   * @param {(step: number) => void} on.goBack
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
        title: 'Return to this step; Train continues from it',
        onclick: () => on.goBack(Number(this.#selected)),
      },
      'Continue from this step',
    );
    root.append(el('label', { class: 'place' }, 'Steps ', this.#range, this.#when), this.#goBack);
    root.after(this.#sample);
  }

  /**
   * @param {object} values
   * @param {readonly number[]} values.steps of the checkpoints, ascending
   * @param {number} [values.selected] one of `steps`; by default the current step
   * @param {import('../../shared/protocol.js').Sample} [values.sample] written at the selected step
   * @param {number} values.step the current one
   */
  update({ steps, selected, sample, step }) {
    this.#steps = steps;
    this.#selected = selected;
    // The last position means the current step.
    this.#range.max = String(steps.length);
    const at = selected === undefined ? steps.length : steps.indexOf(selected);
    if (this.#range.valueAsNumber !== at) this.#range.value = String(at);
    const after = `after ${formatCount(selected ?? step, 'step')}`;
    const when = selected === undefined ? `now, ${after}` : after;
    setText(this.#when, when);
    this.#range.setAttribute('aria-valuetext', when);
    if (sample !== this.#shown) this.#sample.replaceChildren(...(sample ? sampleText(sample) : []));
    this.#shown = sample;
    this.#sample.hidden = !sample;
    this.#goBack.disabled = selected === undefined;
  }
}
