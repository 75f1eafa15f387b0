/** What the views of the inside take, out of what the session knows. */

import { ReferenceModel } from '../experiments/reference-model.js';

/** @typedef {import('../shared/protocol.js').Inspection} Inspection */

/** Named in the layers' values, and not to be held as gates. */
const NO_GATES = ['cell', 'hidden', 'm', 'u', 'h'];

/** What can be held in a layer. @param {Record<string, Float32Array>} values */
export function clampableQuantities(values) {
  const gates = Object.keys(values).filter((name) => !NO_GATES.includes(name));
  return [...gates, 'hidden', 'hidden_prev', ...(values.cell ? ['cell_prev'] : [])];
}

/** The chosen unit at the chosen character. @param {Inspection} inspection @param {number} layer */
export function openedCell({ request, reading, sums, text }, layer) {
  const { index, unit } = request;
  const { values, hiddenBefore, cellBefore } = reading.layers[layer];
  const hiddenSize = hiddenBefore.length;
  const at = index * hiddenSize + unit;
  /** @param {string} name @param {Float32Array} first */
  const before = (name, first) =>
    (index > 0 ? values[name]?.[at - hiddenSize] : first[unit]) ?? NaN;
  return {
    char: [...text][request.from + index],
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
 * What a model of another cell shows beside a model.
 *
 * @param {ReferenceModel} referenceModel
 * @param {{config: Record<string, unknown>}} model
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
