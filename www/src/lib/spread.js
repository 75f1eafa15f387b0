import { median } from './median.js';

/**
 * The middle and the extremes of repeated measurements.
 *
 * @typedef {object} Spread
 * @property {number} median
 * @property {number} least
 * @property {number} greatest
 */

/**
 * @param {number[]} values at least one
 * @returns {Spread}
 */
export function spread(values) {
  return { median: median(values), least: Math.min(...values), greatest: Math.max(...values) };
}
