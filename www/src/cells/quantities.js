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
 * True for numbers that are coloured by their tanh, as a cell shows its state: some units grow without
 * bound, and on their scale all others would be pale.
 *
 * @param {Cell} cell
 * @param {string} quantity
 */
export const isSquashed = (cell, quantity) =>
  quantity === 'cell' || rangeOf(cell, quantity) === 'unbounded';

/**
 * The number from −1 to 1 that gets a colour in place of a quantity's value, always on the same scale.
 *
 * @param {Cell} cell
 * @param {string} quantity
 * @returns {(value: number) => number}
 */
export const shadeOf = (cell, quantity) =>
  isSquashed(cell, quantity) ? Math.tanh : (value) => value;

/**
 * The quantity to look at: the chosen one, else the forget gate, or the hidden state of a cell without
 * one.
 *
 * @param {string[]} quantities of a cell
 * @param {string} [chosen]
 */
export const quantityOf = (quantities, chosen = '') =>
  [chosen, 'f'].find((name) => quantities.includes(name)) ?? 'hidden';

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
