/** The choice of a unit for a reader who has not chosen one. */

import { keepGateOf } from '../cells/quantities.js';
import { activity, settled } from './unit-statistics.js';

/**
 * @typedef {import('../cells/cells.js').Cell} Cell
 * @typedef {import('../shared/protocol.js').Inspection} Inspection
 * @typedef {import('./selection.js').Selection} Selection
 */

/** The mean share of its memory that a unit keeps at least. */
const LEAST_KEPT = 0.4;
/** The growth of the number of steps after which another unit may be the best. */
const GROWTH = 1.6;

/**
 * The share of its memory that each unit keeps at each letter: the gate that keeps it, or, for a
 * cell without such a gate, what its hidden state has in common with the one before.
 *
 * @param {Cell} cell
 * @param {Record<string, Float32Array>} values of a layer
 * @param {number} units
 * @returns {Float32Array} a row of `units` numbers for each letter
 */
export function keptShares(cell, values, units) {
  const { hidden } = values;
  return (
    keepGateOf(cell, values) ??
    hidden.map((h, at) => 1 - Math.abs(h - (at < units ? h : hidden[at - units])) / 2)
  );
}

/**
 * The unit that shows best what gates are for: it mostly keeps its memory, and sometimes lets go.
 *
 * @param {Cell} cell
 * @param {Record<string, Float32Array>} values of a layer
 * @param {number} units
 */
export function tellingUnit(cell, values, units) {
  const kept = settled(keptShares(cell, values, units), units);
  const rows = kept.length / units;
  const spread = activity(kept, units);
  let best = 0;
  let bestScore = 0;
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += kept[row * units + unit];
    const score = (sum / rows - LEAST_KEPT) * spread[unit];
    if (score > bestScore) [best, bestScore] = [unit, score];
  }
  return best;
}

/** Chooses a unit for the reader, and another one when training has gone on for long. */
export class UnitChoice {
  #nextAt = 0;
  /** @type {object | undefined} */
  #model;

  /**
   * @param {Selection} selection
   * @param {Inspection} inspection
   * @param {Cell} cell
   * @param {object} model that is inspected
   */
  update(selection, inspection, cell, model) {
    if (model !== this.#model) this.#nextAt = 0;
    this.#model = model;
    const { step, reading } = inspection;
    const isCurrent = selection.step === undefined; // not one of the history
    if (selection.isUnitChosen || !isCurrent || step < this.#nextAt) return;
    this.#nextAt = GROWTH * Math.max(1, step);
    const { values } = reading.layers[Math.min(selection.layer, reading.layers.length - 1)];
    selection.suggestUnit(tellingUnit(cell, values, selection.sizes.hiddenSize));
  }
}
