import { el, setText } from '../../lib/dom.js';
import { visible } from '../visible.js';

/** The sign of a letter whose own sign does not fit into a column. */
const TOO_WIDE = '▯';

/**
 * @param {string | undefined} char
 */
function signOf(char) {
  if (char === undefined) return '';
  const sign = visible(char);
  return sign.startsWith('U+') ? TOO_WIDE : sign;
}

/** A row of letters, each in a column of its own. */
export class LetterRow {
  element;
  /** @type {HTMLElement[]} */
  #columns = [];

  /** @param {string} name of its class */
  constructor(name) {
    this.element = el('div', { class: `letter-row ${name}` });
  }

  /**
   * Changes only what differs, because most letters stay.
   *
   * @param {(string | undefined)[]} chars
   * @param {(at: number) => string} classOf
   */
  update(chars, classOf) {
    while (this.#columns.length > chars.length) this.#columns.pop()?.remove();
    while (this.#columns.length < chars.length) {
      const column = el('span');
      this.#columns.push(column);
      this.element.append(column);
    }
    for (const [at, column] of this.#columns.entries()) {
      setText(column, signOf(chars[at]));
      const name = classOf(at);
      if (column.className !== name) column.className = name;
    }
  }

  /**
   * Moves a class from one column to another.
   *
   * @param {string} name
   * @param {number} from
   * @param {number} to
   */
  move(name, from, to) {
    this.#columns[from]?.classList.remove(name);
    this.#columns[to]?.classList.add(name);
  }
}
