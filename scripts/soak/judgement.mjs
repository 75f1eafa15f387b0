/** The judgement on the counts of a soak: each after warm-up, its slope, and the reason why it fails. */

import { growthIn, slopeOf } from './slope.mjs';

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 *
 * @typedef {object} Row
 * @property {string} name of a count
 * @property {number[]} values after warm-up
 * @property {number} level
 * @property {number} slope a cycle
 * @property {number} error the slope's standard error
 * @property {string} problem empty where it does not grow
 */

/** The share of the cycles in which code is loaded and caches are filled. */
const WARM_UP = 1 / 3;
/** The fewest cycles after it that a slope is made of. */
const LEAST = 4;

/** @param {Counts[]} counts of all cycles @returns {Counts[]} */
const afterWarmUp = (counts) => counts.slice(Math.ceil(counts.length * WARM_UP));

/** @param {Counts[]} counts of all cycles @returns {boolean} */
export const areEnough = (counts) => afterWarmUp(counts).length >= LEAST;

/**
 * @param {Counts[]} counts of all cycles
 * @param {object} limits
 * @param {string[]} limits.none the counts that are 0 after each cycle
 * @param {Record<string, number>} limits.most the greatest slopes that do not matter, by count
 * @returns {Row[]} one for each count
 */
export function judge(counts, { none, most }) {
  const measured = afterWarmUp(counts);
  return Object.keys(counts[0]).map((name) => {
    const values = measured.map((counted) => counted[name]);
    const problem = growthIn(values, most[name], none.includes(name));
    return { name, values, ...slopeOf(values), problem };
  });
}
