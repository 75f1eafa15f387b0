/**
 * A checkpoint as tensors, one for each matrix of weights and each of its moments: `values` of the
 * worker's checkpoint has them column by column, a file row by row.
 */

import { numWeights, stateSize, weightShapes } from '../cells/weight-shapes.js';
import { formatWhole } from '../lib/format.js';
import { refuse } from './run-file-error.js';
import { take } from './take-tensor.js';
import { transpose } from './transpose.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./safetensors.js').Tensor} Tensor
 * @typedef {import('./safetensors.js').Tensors['tensors']} TensorMap
 *
 * @typedef {object} Part of a checkpoint's values
 * @property {string} prefix of the names of its tensors
 * @property {boolean} isState true for a single tensor of states, false for one tensor a weight
 * @property {boolean} isFinite true where every number must be finite; states and moments may be
 *   infinite, as in training
 */

/** The moments of an optimiser, in the order of a checkpoint. */
const MOMENTS = /** @type {Record<Config['optimizer'], string[]>} */ ({
  adam: ['mean', 'square'],
  adamw: ['mean', 'square'],
  rmsprop: ['square'],
  sgd: ['mean'],
});

/** The name of the tensor with the states of all layers: h, c and the carried gates, layer by layer. */
export const STATE = 'state';

/**
 * The parts of a checkpoint's values, in their order.
 *
 * @param {Pick<Layout, 'config' | 'hasBest' | 'hasPass'>} layout
 * @returns {Part[]}
 */
function partsOf({ config: { optimizer }, hasBest, hasPass }) {
  /** @param {string} prefix */
  const weights = (prefix) => ({ prefix, isState: false, isFinite: true });
  /** @param {string} prefix */
  const state = (prefix) => ({ prefix, isState: true, isFinite: false });
  return [
    weights('model.'),
    ...MOMENTS[optimizer].map((name) => ({ ...weights(`optimizer.${name}.`), isFinite: false })),
    weights('last_good.'),
    state(STATE),
    ...(hasBest ? [weights('best.')] : []),
    ...(hasPass ? [weights('validation.'), state('validation.state')] : []),
  ];
}

/** @param {number[]} shape */
export const sizeOf = (shape) => shape.reduce((product, n) => product * n, 1);

/**
 * @typedef {object} Layout of a checkpoint
 * @property {Config} config
 * @property {number} vocabSize
 * @property {boolean} hasBest true with best weights
 * @property {boolean} hasPass true while a validation pass is being made
 */

/**
 * The tensors of a checkpoint's values, which share its memory.
 *
 * @param {Float32Array} values
 * @param {Layout} layout
 * @param {number} streams of the training
 * @returns {TensorMap}
 */
export function checkpointTensors(values, layout, streams) {
  const { config, vocabSize } = layout;
  const shapes = weightShapes(config, vocabSize);
  /** @type {TensorMap} */
  const tensors = new Map();
  let at = 0;
  /** @param {number} size */
  const next = (size) => values.subarray(at, (at += size));
  for (const { prefix, isState } of partsOf(layout)) {
    if (isState) {
      // A validation pass has streams of its own, and comes last.
      const size = prefix === STATE ? streams * stateSize(config) : values.length - at;
      tensors.set(prefix, { shape: [size], values: next(size) });
      continue;
    }
    for (const [name, shape] of shapes) {
      tensors.set(prefix + name, { shape, values: next(sizeOf(shape)), isByColumn: true });
    }
  }
  return tensors;
}

/**
 * A copy of the weights of a checkpoint, tensor after tensor, each column by column.
 *
 * @param {Float32Array} values
 * @param {Layout} layout
 * @param {number} streams of the training
 * @param {'model.' | 'best.'} which
 * @returns {Float32Array}
 */
export function weightsIn(values, layout, streams, which) {
  const count = numWeights(layout.config, layout.vocabSize);
  let at = 0;
  for (const { prefix, isState } of partsOf(layout)) {
    if (prefix === which) break;
    at += isState ? streams * stateSize(layout.config) : count;
  }
  return values.slice(at, at + count);
}

/**
 * @typedef {object} Taken tensor of a checkpoint
 * @property {string} name
 * @property {Float32Array} values
 * @property {number} rows 1 for a vector
 * @property {boolean} isFinite true where every number must be finite
 */

/**
 * Takes the tensors of a checkpoint out of those of a file.
 *
 * @param {TensorMap} tensors
 * @param {Layout} layout
 * @returns {Taken[]}
 */
export function takeCheckpoint(tensors, layout) {
  const shapes = weightShapes(layout.config, layout.vocabSize);
  return partsOf(layout).flatMap(({ prefix, isState, isFinite }) => {
    if (isState) {
      return [{ name: prefix, values: takeStates(tensors, prefix, layout), rows: 1, isFinite }];
    }
    return [...shapes].map(([name, shape]) => ({
      name: prefix + name,
      values: take(tensors, prefix + name, Float32Array, shape),
      rows: shape.length > 1 ? shape[0] : 1,
      isFinite,
    }));
  });
}

/**
 * The values of a checkpoint.
 *
 * @param {Taken[]} taken
 * @returns {Float32Array}
 */
export function checkpointValues(taken) {
  for (const { name, values, isFinite } of taken) {
    if (isFinite ? areFinite(values) : areNumbers(values)) continue;
    const found = isFinite ? 'not finite' : 'NaN';
    const expected = isFinite ? 'finite numbers' : 'numbers';
    refuse(`the tensor "${name}" has a number that is ${found}`, expected);
  }
  const values = new Float32Array(taken.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const { values: part, rows } of taken) {
    transpose(part, values.subarray(at, (at += part.length)), rows);
  }
  return values;
}

/** The bits of an infinite number; those of NaN, without the sign, are greater. */
const INFINITE = 0x7f800000;
/** The lowest bit of an exponent. */
const UNIT = 0x00800000;

/**
 * Looks at the bits, without a branch for each number: a refusal must be quick.
 *
 * @param {Float32Array} values
 */
export function areFinite({ buffer, byteOffset, length }) {
  const bits = new Int32Array(buffer, byteOffset, length);
  let signs = 0;
  for (let i = 0; i < length; i++) signs |= (bits[i] & INFINITE) + UNIT;
  return signs >= 0;
}

/** @param {Float32Array} values */
function areNumbers({ buffer, byteOffset, length }) {
  const bits = new Int32Array(buffer, byteOffset, length);
  let signs = 0;
  for (let i = 0; i < length; i++) signs |= INFINITE - (bits[i] & 0x7fffffff);
  return signs >= 0;
}

/**
 * @param {TensorMap} tensors
 * @param {string} name
 * @param {Layout} layout
 */
function takeStates(tensors, name, { config }) {
  const perStream = stateSize(config);
  const values = take(tensors, name, Float32Array, [undefined]);
  const streams = values.length / perStream;
  if (!Number.isInteger(streams) || streams < 1 || streams > config.batchSize) {
    const allowed = `${formatWhole(perStream)} for each of 1 to ${config.batchSize} streams`;
    refuse(`the tensor "${name}" has ${formatWhole(values.length)} numbers`, allowed);
  }
  return values;
}
