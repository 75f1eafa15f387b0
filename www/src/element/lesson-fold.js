import { isOn } from './is-on.js';

/** @typedef {import('./arrangement.js').Arrangement} Arrangement */

/**
 * The playground below a lesson. In a post it is closed until it is needed, so that a reader scrolls
 * through an article; on the page of the playground it is always open.
 */
export class LessonFold {
  /** @type {boolean | undefined} undefined where the playground is always open */
  isOpen;
  #places;

  /**
   * @param {HTMLElement} host
   * @param {Arrangement} places
   * @param {boolean} isOpen
   */
  constructor(host, places, isOpen) {
    this.#places = places;
    if (!isOn(host, 'address')) this.isOpen = isOpen;
    this.#show();
  }

  /** @param {boolean} isOpen */
  turn(isOpen) {
    if (this.isOpen === undefined) return;
    this.isOpen = isOpen;
    this.#show();
    if (isOpen) this.#places.open(this.#places.opened); // its tab is brought into sight
  }

  /** Opens it for good. */
  end() {
    this.isOpen = undefined;
    this.#show();
  }

  #show() {
    this.#places.frame.classList.toggle('folded', this.isOpen === false);
  }
}
