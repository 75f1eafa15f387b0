import { el, setText } from '../../lib/dom.js';
import { runsRightToLeft, visible } from '../visible.js';

/** The number of letters shown on each side of the selected one. */
const AROUND = 11;

/** The selected letter among those around it, and the way to the next ones. */
export class LetterWalk {
  element;
  #around;
  #before = el('span', {});
  #letter = el('b', { class: 'selected' });
  #after = el('span', {});

  /** @param {(letters: number) => void} move selects a letter further on in the text */
  constructor(move) {
    /**
     * @param {string} sign
     * @param {string} name
     * @param {number} letters
     */
    const button = (sign, name, letters) =>
      el('button', { type: 'button', 'aria-label': name, onclick: () => move(letters) }, sign);
    this.#around = el('bdi', { class: 'around' }, this.#before, this.#letter, this.#after);
    this.element = el(
      'span',
      { class: 'walk' },
      button('‹', 'Letter before', -1),
      this.#around,
      button('›', 'Letter after', 1),
    );
  }

  /**
   * @param {object} values
   * @param {string} values.char the selected character
   * @param {string[]} values.before the characters before it
   * @param {string[]} values.after
   */
  update({ char, before, after }) {
    const around = [...before.slice(-AROUND), char, ...after.slice(0, AROUND)];
    const dir = runsRightToLeft(around) ? 'rtl' : 'ltr';
    this.element.dir = dir;
    this.#around.dir = dir;
    const shown = (/** @type {string[]} */ chars) => chars.map(visible).join('');
    setText(this.#before, shown(before.slice(-AROUND)).padStart(AROUND, '\u00a0'));
    setText(this.#letter, visible(char));
    setText(this.#after, shown(after.slice(0, AROUND)).padEnd(AROUND, '\u00a0'));
  }
}
