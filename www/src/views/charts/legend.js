import { el } from '../../lib/dom.js';
import { formatSigned } from '../../lib/format.js';
import { isGate, isUnbounded } from '../../cells/quantities.js';

/**
 * A scale of colours between its ends.
 *
 * @param {string} least what the first colour stands for
 * @param {string} most
 * @param {boolean} [hasSign] whether the scale is white in its middle
 */
export function legend(least, most, hasSign = false) {
  return [least, el('span', { class: hasSign ? 'ramp' : 'ramp gate' }), most];
}

/**
 * The scale of a part's numbers.
 *
 * @param {import('../../cells/cells.js').Cell} cell
 * @param {string} quantity
 * @param {number} reach the number of the strongest colour
 */
export function legendOf(cell, quantity, reach) {
  if (isGate(quantity)) return legend('0', formatSigned(reach));
  const [less, more] = isUnbounded(cell, quantity) ? ['≤ ', '≥ '] : ['', ''];
  return legend(less + formatSigned(-reach), more + formatSigned(reach), true);
}
