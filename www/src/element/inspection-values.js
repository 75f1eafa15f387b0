/** The values of the inspection views, computed from a session. */

import { ReferenceModel } from '../experiments/reference-model.js';

/**
 * @typedef {import('../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../runs/session.js').Session} Session
 */

/** The number of characters that the unit finder reads. */
export const FINDER_CHARS = 20_000;

/** The names in a layer's values that are not gates. */
const NO_GATES = ['cell', 'hidden', 'm', 'u', 'h'];

/**
 * The quantities of a layer that can be clamped.
 *
 * @param {Record<string, Float32Array>} values
 */
export function clampableQuantities(values) {
  const gates = Object.keys(values).filter((name) => !NO_GATES.includes(name));
  return [...gates, 'hidden', 'hidden_prev', ...(values.cell ? ['cell_prev'] : [])];
}

/**
 * The numbers of the selected unit at the selected character.
 *
 * @param {Inspection} inspection
 * @param {number} layer
 */
export function openedCell({ request, reading, sums, text }, layer) {
  const { index, unit } = request;
  const { values, hiddenBefore, cellBefore } = reading.layers[layer];
  const hiddenSize = hiddenBefore.length;
  const at = index * hiddenSize + unit;
  /**
   * @param {string} name
   * @param {Float32Array} first
   */
  const before = (name, first) => {
    if (reading.starts.includes(index)) return values[name] ? 0 : NaN;
    return (index > 0 ? values[name]?.[at - hiddenSize] : first[unit]) ?? NaN;
  };
  const chars = [...text];
  const position = request.from + index;
  return {
    char: chars[position],
    before: chars.slice(0, position),
    after: chars.slice(position + 1),
    numbers: {
      values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all[at]])),
      hiddenBefore: before('hidden', hiddenBefore),
      cellBefore: before('cell', cellBefore),
      layer,
      sums,
    },
  };
}

/**
 * The reference model as its view shows it.
 *
 * @param {ReferenceModel} referenceModel
 * @param {{config: {cell: string}}} model
 */
export function referenceValues(
  { cell, step, goal, isRunning, timeLeft, reach, problem },
  { config },
) {
  return {
    cell: cell || ReferenceModel.cellFor(config.cell),
    step,
    goal,
    isRunning,
    timeLeft,
    reach,
    problem,
  };
}

/**
 * The first block of the validation text; undefined while the network does not read it.
 *
 * @param {Session} session
 * @returns {import('../views/inspection/coloured-text-view.js').Unseen | undefined}
 */
export function unseenText({ selection, model, record }) {
  const report = model?.textReport;
  if (!report?.validationChars || selection.text !== undefined) return undefined;
  const { validationChars, validationBlocks } = report;
  const [start, end] = validationBlocks;
  const step = selection.inspection?.step;
  const { best, validationStep, validationBits } = record;
  const bits = step === best?.step ? best?.bitsPerChar : undefined;
  return {
    start,
    end,
    isAll: end - start === validationChars,
    bitsPerChar: step === validationStep ? validationBits : bits,
  };
}
