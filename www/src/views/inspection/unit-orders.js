import { formatSigned } from '../../lib/format.js';
import { descending, halfLives, meanChange, settled } from '../../inspection/unit-statistics.js';

/** The orders of units, by name on screen. */
export const ORDERS = { change: 'by change', index: 'by number', life: 'by half-life' };

/** The half-life in characters above which a memory counts as permanent. */
const PERMANENT = 9999;

/**
 * All units in an order: by change, those that change most from letter to letter come first.
 *
 * @param {string} order
 * @param {Float32Array} numbers a row of `units` numbers for each character
 * @param {Float32Array | undefined} forget likewise, of the forget gate
 * @param {number} units
 * @returns {number[]}
 */
export function orderUnits(order, numbers, forget, units) {
  if (order === 'change') return descending(meanChange(settled(numbers, units), units));
  if (order === 'life' && forget) return descending(halfLives(forget, units));
  return Array.from({ length: units }, (_, unit) => unit);
}

/**
 * The order of the units on screen. While the network trains, each keeps its row, so that the pointer
 * and the arrow keys stay at the unit that the reader sees there.
 */
export class SteadyOrder {
  /** @type {unknown[]} */
  #choices = [];
  #step = -1;
  /** @type {number[]} */
  #units = [];

  /**
   * @param {unknown[]} choices of the reader; others give a fresh order
   * @param {object} state
   * @param {number} state.step of the network
   * @param {boolean} state.isTraining
   * @param {() => number[]} sort
   */
  take(choices, { step, isTraining }, sort) {
    const isSame = choices.every((choice, at) => choice === this.#choices[at]);
    if (!isSame || (!isTraining && step !== this.#step)) {
      this.#units = sort();
      this.#choices = choices;
      this.#step = step;
    }
    return this.#units;
  }
}

/**
 * The half-life of a unit in a sentence.
 *
 * @param {Float32Array} forget a row of `units` numbers for each character
 * @param {number} units
 * @param {number} unit
 */
export function halfLifeText(forget, units, unit) {
  const own = forget.filter((_, at) => at % units === unit);
  const [life] = halfLives(own, 1);
  return life > PERMANENT
    ? 'It keeps its memory.'
    : `Half of its memory is left after ${formatSigned(life)} letters.`;
}
