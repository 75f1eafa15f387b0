import { el } from '../../lib/dom.js';
import { symbolOf } from '../../cells/gate-names.js';
import { isSquashed, rangeOf } from '../../cells/quantities.js';

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
 * @param {import('../../cells/gate-names.js').Notation} notation
 */
export function legendOf(cell, quantity, notation) {
  if (rangeOf(cell, quantity) === 'gate') return legend('0', '1');
  const name = isSquashed(cell, quantity) ? `tanh(${symbolOf(quantity, notation)}): ` : '';
  return legend(`${name}−1`, '1', true);
}
