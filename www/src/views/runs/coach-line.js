import { el, setText } from '../../lib/dom.js';

/**
 * @typedef {{label: string}} Remedy
 *
 * @typedef {object} Line
 * @property {string} message
 * @property {string} kind its class
 * @property {Remedy} [remedy] the button
 * @property {Remedy} [offer] another one beside it
 */

/** One sentence of fixed height about what to see now, with its button. */
export class CoachLine {
  element;
  #sentence = el('p', {});
  #buttons;
  #successor;
  /** @type {(Remedy | undefined)[]} of the buttons */
  #remedies = [];

  /**
   * @param {(remedy: Remedy) => void} follow
   * @param {() => HTMLElement} successor gets the focus of a button that disappears
   */
  constructor(follow, successor) {
    this.#buttons = [0, 1].map((i) => {
      const onclick = () => {
        const remedy = this.#remedies[i];
        if (remedy) follow(remedy);
      };
      return el('button', { type: 'button', hidden: true, 'data-control': 'advice', onclick });
    });
    this.element = el('div', { class: 'coach' }, this.#sentence, ...this.#buttons);
    this.#successor = successor;
  }

  /** @param {Line} line */
  update({ message, kind, remedy, offer }) {
    setText(this.#sentence, message);
    this.#sentence.className = kind;
    this.#remedies = [offer, remedy];
    this.#buttons.forEach((button, i) => {
      const shown = this.#remedies[i];
      setText(button, shown?.label ?? '');
      if (!shown && button.matches(':focus')) this.#successor().focus();
      button.hidden = !shown;
    });
  }
}
