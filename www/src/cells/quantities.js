/** The quantities of a cell, and the ranges of their numbers. */

import { cellOf } from './cells.js';

/** @typedef {import('./cells.js').Cell} Cell */

/**
 * @param {Cell} cell
 * @param {string} quantity
 * @returns {'gate' | 'signed' | 'unbounded'} 0 to 1, -1 to 1, or any number
 */
export const rangeOf = ({ quantities }, quantity) =>
  quantities.find(({ name }) => name === quantity)?.range ?? 'signed';

/**
 * The share of unbounded numbers whose colour depends on their size; the rest get the strongest.
 */
const COLOURED = 0.8;

/**
 * The absolute value that gets the strongest colour. Some units grow without bound: on their scale,
 * all others would be pale.
 *
 * @param {Cell} cell
 * @param {string} quantity
 * @param {Float32Array} numbers shown
 */
export function colourLimit(cell, quantity, numbers) {
  if (rangeOf(cell, quantity) !== 'unbounded') return 1;
  const sizes = numbers.map(Math.abs).sort();
  return Math.max(1, sizes[Math.floor(COLOURED * (sizes.length - 1))] ?? 1);
}

/**
 * The forget gate of a layer, computed where it is one minus the input gate.
 *
 * @param {Cell} cell
 * @param {Record<string, Float32Array>} values
 * @returns {Float32Array | undefined} undefined for cells without a forget gate
 */
export function forgetGateOf({ parts }, values) {
  const isCoupled = parts.kind === 'lstm' && parts.forget === 'coupled';
  return isCoupled ? values.i.map((i) => 1 - i) : values.f;
}

/**
 * The gate that keeps the memory of a layer's units: the forget gate, or the update gate of the GRU.
 *
 * @param {Cell} cell
 * @param {Record<string, Float32Array>} values
 * @returns {Float32Array | undefined} undefined for cells without such a gate
 */
export const keepGateOf = (cell, values) =>
  cell.parts.kind === 'gru' ? values.z : forgetGateOf(cell, values);

/**
 * The quantities that a model can show.
 *
 * @param {{cell?: unknown}} config
 * @returns {string[]}
 */
export const quantitiesOf = ({ cell }) => cellOf(cell)?.quantities.map(({ name }) => name) ?? [];
