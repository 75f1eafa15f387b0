import { el } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';

/** A field for a positive whole number. */
export class CountInput {
  element;
  #name;
  #max;
  #input;

  /**
   * @param {string} name
   * @param {number} value at first
   * @param {number} max
   */
  constructor(name, value, max) {
    this.#name = name;
    this.#max = max;
    this.#input = el('input', {
      type: 'number',
      value: String(value),
      min: '1',
      max: String(max),
    });
    this.element = el('label', {}, `${name} `, this.#input);
  }

  /** @param {number} value */
  propose(value) {
    this.#input.value = String(value);
  }

  /** @throws {Error} the value is not allowed */
  read() {
    const { valueAsNumber: count, value } = this.#input;
    if (Number.isInteger(count) && count >= 1 && count <= this.#max) return count;
    const allowed = `a whole number from 1 to ${formatWhole(this.#max)}`;
    throw new Error(`${this.#name.toLowerCase()} must be ${allowed}, got ${value || 'nothing'}`);
  }
}
