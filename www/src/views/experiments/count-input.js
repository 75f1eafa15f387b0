import { el } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';

/** A field for a whole number from 1 on. */
export class CountInput {
  element;
  #name;
  #most;
  #input;

  /** @param {string} name @param {number} value that it begins with @param {number} most */
  constructor(name, value, most) {
    this.#name = name;
    this.#most = most;
    this.#input = el('input', {
      type: 'number',
      value: String(value),
      min: '1',
      max: String(most),
    });
    this.element = el('label', {}, `${name} `, this.#input);
  }

  /** The number; throws what is wrong with it. */
  read() {
    const { valueAsNumber: count, value } = this.#input;
    if (Number.isInteger(count) && count >= 1 && count <= this.#most) return count;
    const allowed = `a whole number from 1 to ${formatWhole(this.#most)}`;
    throw new Error(`${this.#name.toLowerCase()} must be ${allowed}, got ${value || 'nothing'}`);
  }
}
