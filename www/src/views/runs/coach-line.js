import { el, setText } from '../../lib/dom.js';

/**
 * @typedef {{label: string}} Remedy
 *
 * @typedef {object} Line
 * @property {string} message
 * @property {string} kind its class
 * @property {Remedy} [remedy] the button
 */

/** One sentence of fixed height about what to see now, with at most one button. */
export class CoachLine {
  element;
  #sentence = el('p', {});
  #button;
  #successor;
  /** @type {Remedy | undefined} */
  #remedy;

  /**
   * @param {(remedy: Remedy) => void} follow
   * @param {HTMLElement} successor gets the focus of the button when it disappears
   */
  constructor(follow, successor) {
    const onclick = () => this.#remedy && follow(this.#remedy);
    this.#button = el('button', { type: 'button', hidden: true, onclick });
    this.element = el('div', { class: 'coach' }, this.#sentence, this.#button);
    this.#successor = successor;
  }

  /** @param {Line} line */
  update({ message, kind, remedy }) {
    setText(this.#sentence, message);
    this.#sentence.className = kind;
    this.#remedy = remedy;
    setText(this.#button, remedy?.label ?? '');
    if (!remedy && this.#button.matches(':focus')) this.#successor.focus();
    this.#button.hidden = !remedy;
  }
}
