import { el, setText } from '../lib/dom.js';
import { formatWhole } from '../lib/format.js';

/** @typedef {'best' | 'now'} Model */

/** The choice between the best weights and the current ones; hidden while they are the same. */
export class ModelChoiceView {
  element;
  #buttons;

  /** @param {(model: Model) => void} choose */
  constructor(choose) {
    /** @param {Model} model */
    const button = (model) =>
      el('button', { type: 'button', class: 'chip', onclick: () => choose(model) });
    this.#buttons = { best: button('best'), now: button('now') };
    this.element = el(
      'div',
      { class: 'models', role: 'group', 'aria-label': 'Network', hidden: true },
      ...Object.values(this.#buttons),
    );
  }

  /**
   * @param {object} values
   * @param {Model} [values.model] undefined while another one is shown
   * @param {number} [values.bestStep] undefined where there is no choice
   * @param {number} values.step the current one
   */
  update({ model, bestStep, step }) {
    this.element.hidden = bestStep === undefined;
    const steps = { best: bestStep ?? 0, now: step };
    for (const [name, button] of Object.entries(this.#buttons)) {
      setText(button, `${name}, step ${formatWhole(steps[/** @type {Model} */ (name)])}`);
      button.setAttribute('aria-pressed', String(name === model));
    }
  }
}
