/** The quantities of a cell, and the ranges of their numbers. */

import { cells } from './cells.js';

/** @typedef {import('./cells.js').Cell} Cell */

/** Quantities from 0 to 1. */
const GATES = ['i', 'f', 'o', 'r', 'z'];

/**
 * @param {string} quantity
 * @returns {boolean} true for numbers from 0 to 1
 */
export const isGate = (quantity) => GATES.includes(quantity);

/**
 * @param {Cell} cell
 * @param {string} quantity
 * @returns {boolean} true for numbers of any size
 */
export function isUnbounded({ parts }, quantity) {
  if (quantity === 'cell' || quantity === 'm') return true;
  if (parts.kind !== 'lstm') return false;
  return quantity === 'g'
    ? !parts.squashesCandidate
    : quantity === 'hidden' && parts.use === 'cell';
}

/** The share of unbounded numbers whose colours differ by size; the rest gets the strongest colour. */
const COLOURED = 0.8;

/**
 * The size of number that gets the strongest colour. Some units count upwards without end: scaled by
 * these, all others would be pale.
 *
 * @param {Cell} cell
 * @param {string} quantity
 * @param {Float32Array} numbers shown
 */
export function colourLimit(cell, quantity, numbers) {
  if (!isUnbounded(cell, quantity)) return 1;
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
 * The quantities that a model can show.
 *
 * @param {{cell?: unknown}} config
 * @returns {string[]}
 */
export function quantitiesOf({ cell: name }) {
  const parts = cells.find((cell) => cell.name === name)?.parts;
  if (parts?.kind === 'gru') return ['r', 'z', 'n', 'm', 'hidden'];
  if (parts?.kind !== 'lstm') return ['hidden'];
  const gates = [parts.input === 'learnt' && 'i', parts.forget === 'learnt' && 'f', 'g'];
  gates.push(parts.output === 'learnt' && 'o', parts.use === 'forgotten' && 'u');
  return [...gates.filter((gate) => gate !== false), 'cell', 'hidden'];
}
