/**
 * The weights of a model as tensors by the names of `python/char_model.py`: the layers are PyTorch's
 * `nn.LSTM`, `nn.GRU` or `nn.RNN` with the name `rnn`, or a module with the parameters of another
 * cell, and the head is an `nn.Linear`. One table of names serves both directions.
 */

import { weightShapes } from '../cells/weight-shapes.js';
import { areFinite, sizeOf } from './checkpoint-tensors.js';
import { refuse } from './run-file-error.js';
import { take } from './take-tensor.js';
import { transpose } from './transpose.js';

/**
 * @typedef {import('./safetensors.js').Tensors['tensors']} TensorMap
 * @typedef {Pick<import('../shared/protocol.js').Config, 'cell' | 'hiddenSize' | 'numLayers'>} Sizes
 *
 * @typedef {object} Row of the table: a tensor of a network, and where a file has it
 * @property {string} name in the network
 * @property {number[]} shape
 * @property {string} [own] its tensor in a file; absent where PyTorch has it within `shared`
 * @property {string} [shared] PyTorch's second bias, zero but for the block in `from`
 * @property {number} [from] the first number of `shared` that belongs to the row
 */

/** The cells that are modules of PyTorch, which have a second bias. */
const MODULES = ['lstm', 'gru', 'rnn'];

/**
 * @param {Sizes} sizes
 * @param {number} vocabSize
 * @returns {Row[]} in the order of the network's weights
 */
function table(sizes, vocabSize) {
  const isModule = MODULES.includes(sizes.cell);
  return [...weightShapes(sizes, vocabSize)].map(([name, shape]) => {
    if (name.startsWith('head.')) return { name, shape, own: name };
    const own = `rnn.${name}`;
    // A GRU's reset gate multiplies the last block of the second bias, which is a weight therefore.
    if (name.startsWith('bias_hn')) {
      const shared = own.replace('bias_hn', 'bias_hh');
      return { name, shape, shared, from: 2 * sizes.hiddenSize };
    }
    const shared = name.startsWith('bias_ih') && isModule && own.replace('bias_ih', 'bias_hh');
    return { name, shape, own, ...(shared && { shared }) };
  });
}

/**
 * The tensors of a network by its own names.
 *
 * @param {Float32Array} weights tensor after tensor, each column by column
 * @param {Sizes} sizes
 * @param {number} vocabSize
 * @returns {Map<string, {shape: number[], values: Float32Array}>} row by row
 */
export function ownTensors(weights, sizes, vocabSize) {
  let at = 0;
  return new Map(
    [...weightShapes(sizes, vocabSize)].map(([name, shape]) => {
      const columns = weights.subarray(at, (at += sizeOf(shape)));
      const values = new Float32Array(columns.length);
      transpose(columns, values, shape[1] ?? 1);
      return [name, { shape, values }];
    }),
  );
}

/**
 * The tensors of a model.
 *
 * @param {Float32Array} weights of the network, as for `ownTensors`
 * @param {Sizes} sizes
 * @param {number} vocabSize
 * @returns {TensorMap}
 */
export function modelTensors(weights, sizes, vocabSize) {
  /** @type {TensorMap} */
  const tensors = new Map();
  const all = ownTensors(weights, sizes, vocabSize);
  for (const { name, shape, own, shared, from } of table(sizes, vocabSize)) {
    const rows = /** @type {Float32Array} */ (all.get(name)?.values);
    if (own) tensors.set(own, { shape, values: rows });
    if (!shared) continue;
    if (own) tensors.set(shared, { shape, values: new Float32Array(rows.length) });
    else tensors.get(shared)?.values.set(rows, from);
  }
  return tensors;
}

/**
 * Takes the weights of a model out of the tensors of a file.
 *
 * @param {TensorMap} tensors
 * @param {Sizes} sizes
 * @param {number} vocabSize
 * @returns {Float32Array} as `ownTensors` has them
 * @throws {import('./run-file-error.js').RunFileError}
 */
export function takeModel(tensors, sizes, vocabSize) {
  const rows = table(sizes, vocabSize);
  /** @type {Map<string, Float32Array>} */
  const taken = new Map();
  for (const { shape, own, shared } of rows) {
    for (const name of own ? [own, shared] : []) {
      if (name) taken.set(name, takeFinite(tensors, name, shape));
    }
  }
  const weights = new Float32Array(rows.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  let at = 0;
  for (const { shape, own, shared, from } of rows) {
    const values = weights.subarray(at, (at += sizeOf(shape)));
    const second = taken.get(shared ?? '');
    if (own)
      transpose(
        /** @type {Float32Array} */ (taken.get(own)),
        values,
        shape.length > 1 ? shape[0] : 1,
      );
    if (own && second) addBias(values, second, biasEnd(sizes));
    if (!own && second) values.set(second.subarray(from));
  }
  return weights;
}

/**
 * The end of the numbers of the second bias that are only ever added to the first.
 *
 * @param {Sizes} sizes
 */
const biasEnd = ({ cell, hiddenSize }) => (cell === 'gru' ? 2 * hiddenSize : Infinity);

/**
 * @param {Float32Array} bias
 * @param {Float32Array} second
 * @param {number} end
 */
function addBias(bias, second, end) {
  second.forEach((value, i) => {
    if (value !== 0 && i < end) bias[i] += value; // a sum with zero would lose the sign of -0
  });
}

/**
 * @param {TensorMap} tensors
 * @param {string} name
 * @param {number[]} shape
 */
function takeFinite(tensors, name, shape) {
  const values = take(tensors, name, Float32Array, shape);
  if (areFinite(values)) return values;
  refuse(`the tensor "${name}" has a number that is not finite`, 'finite numbers');
}
