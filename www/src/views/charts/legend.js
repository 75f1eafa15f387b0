import { el } from '../../lib/dom.js';
import { formatSigned } from '../../lib/format.js';
import { rangeOf } from '../../cells/quantities.js';

/**
 * A scale of colours between its ends.
 *
 * @param {string} least the number of the first colour
 * @param {string} most
 * @param {boolean} [hasSign] true for a scale with zero in its middle
 */
export function legend(least, most, hasSign = false) {
  return [least, el('span', { class: hasSign ? 'ramp' : 'ramp gate' }), most];
}

/**
 * The scale of a quantity.
 *
 * @param {import('../../cells/cells.js').Cell} cell
 * @param {string} quantity
 * @param {number} limit the number that gets the strongest colour
 */
export function legendOf(cell, quantity, limit) {
  const range = rangeOf(cell, quantity);
  if (range === 'gate') return legend('0', formatSigned(limit));
  const [less, more] = range === 'unbounded' ? ['≤ ', '≥ '] : ['', ''];
  return legend(less + formatSigned(-limit), more + formatSigned(limit), true);
}
