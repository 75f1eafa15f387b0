import { el } from '../../lib/dom.js';
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
  /** @type {{element: HTMLElement, char: string | undefined, name: string}[]} */
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
    while (this.#columns.length > chars.length) this.#columns.pop()?.element.remove();
    while (this.#columns.length < chars.length) {
      const element = el('span');
      this.#columns.push({ element, char: undefined, name: '' });
      this.element.append(element);
    }
    for (const [at, column] of this.#columns.entries()) {
      const name = classOf(at);
      if (column.char !== chars[at]) column.element.textContent = signOf(chars[at]);
      if (column.name !== name) column.element.className = name;
      column.char = chars[at];
      column.name = name;
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
    this.#columns[from]?.element.classList.remove(name);
    this.#columns[to]?.element.classList.add(name);
  }
}
