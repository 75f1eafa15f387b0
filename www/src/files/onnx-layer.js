/**
 * A layer as one of ONNX's operators: LSTM, GRU or RNN. The LSTM has peepholes, a forget gate coupled
 * to the input gate, and exchangeable functions, so it computes the ablations too.
 */

import { constant, node } from './onnx.js';

/**
 * @typedef {import('./protobuf.js').Message} Message
 * @typedef {import('./safetensors.js').Tensors['tensors']} TensorMap
 * @typedef {import('../cells/cells.js').Cell['parts']} Parts
 *
 * @typedef {object} LayerNames the values that a layer reads and writes
 * @property {string} input (time, batch, features)
 * @property {string[]} states before the text: h, and what else the cell carries, each (1, batch, size)
 * @property {string} output (time, batch, hidden size)
 * @property {string[]} ends the states after the text
 *
 * @typedef {object} Layer
 * @property {Message[]} nodes
 * @property {Message[]} constants
 */

/** σ(100) is 1 in 32 bits. */
const FIXED_AT_ONE = 100;

/**
 * The dimension of an operator's output that has its directions, of which there is one.
 *
 * @type {Parameters<typeof constant>}
 */
export const DIRECTION = ['direction', [1], BigInt64Array.of(1n)];

/** The gates in ONNX's order, by our names. */
const ORDERS = { lstm: 'iofg', gru: 'zrn', rnn: 'h' };
/** Our order. */
const OURS = { lstm: 'ifgo', gru: 'rzn', rnn: 'h' };

/**
 * The gates that have weights, in our order.
 *
 * @param {Parts} parts
 * @returns {string[]}
 */
function learntGates(parts) {
  const gates = [...OURS[parts.kind]];
  if (parts.kind !== 'lstm') return gates;
  const { input, forget, output } = parts;
  const sources = /** @type {Record<string, string>} */ ({ i: input, f: forget, o: output });
  return gates.filter((gate) => (sources[gate] ?? 'learnt') === 'learnt');
}

/**
 * The blocks of the gates in ONNX's order.
 *
 * @param {Float32Array} stacked one block for each learnt gate
 * @param {Parts} parts
 * @param {number} [missing] the value for a gate without a block
 */
function inOrder(stacked, parts, missing = 0) {
  const [learnt, order] = [learntGates(parts), [...ORDERS[parts.kind]]];
  const size = stacked.length / learnt.length;
  const ordered = new Float32Array(size * order.length).fill(missing);
  order.forEach((gate, to) => {
    const from = learnt.indexOf(gate);
    if (from >= 0) ordered.set(stacked.subarray(from * size, (from + 1) * size), to * size);
  });
  return ordered;
}

/**
 * @param {Parts} parts
 * @returns {import('./onnx.js').Attributes}
 */
function attributesOf(parts) {
  if (parts.kind === 'gru') return { linear_before_reset: 1 };
  if (parts.kind === 'rnn') return {};
  const { forget, squashesCandidate, readout } = parts;
  const linear = { activation_alpha: [1], activation_beta: [0] }; // Affine is x -> x
  return {
    ...(forget === 'coupled' && { input_forget: 1 }),
    ...(!squashesCandidate && { activations: ['Sigmoid', 'Affine', 'Tanh'], ...linear }),
    ...(readout === 'cell' && { activations: ['Sigmoid', 'Tanh', 'Affine'], ...linear }),
  };
}

/**
 * @param {(name: string) => Float32Array} weights of the layer, row by row
 * @param {Parts} parts
 * @param {number} hiddenSize
 * @param {string} prefix of the names of its constants
 * @param {LayerNames} names
 * @returns {Layer}
 */
export function operatorLayer(weights, parts, hiddenSize, prefix, { input, states, output, ends }) {
  const [w, r] = ['weight_ih', 'weight_hh'].map((name) => inOrder(weights(name), parts));
  const rows = r.length / hiddenSize;
  const bias = new Float32Array(2 * rows);
  bias.set(inOrder(weights('bias_ih'), parts, FIXED_AT_ONE));
  if (parts.kind === 'gru') bias.set(weights('bias_hn'), 2 * rows - hiddenSize);
  const constants = [
    constant(`${prefix}W`, [1, rows, w.length / rows], w),
    constant(`${prefix}R`, [1, rows, hiddenSize], r),
    constant(`${prefix}B`, [1, 2 * rows], bias),
  ];
  const inputs = [input, ...['W', 'R', 'B'].map((name) => prefix + name), '', ...states];
  if (parts.kind === 'lstm' && parts.peepholes) {
    const peepholes = new Float32Array(3 * hiddenSize);
    [...'iof'].forEach((gate, block) => {
      if (learntGates(parts).includes(gate)) {
        peepholes.set(weights(`peephole_${gate}`), block * hiddenSize);
      }
    });
    constants.push(constant(`${prefix}P`, [1, 3 * hiddenSize], peepholes));
    inputs.push(`${prefix}P`);
  }
  const operator = parts.kind.toUpperCase();
  const attributes = { hidden_size: hiddenSize, ...attributesOf(parts) };
  const nodes = [
    node(operator, inputs, [`${prefix}Y`, ...ends], attributes),
    node('Squeeze', [`${prefix}Y`, DIRECTION[0]], [output]),
  ];
  return { nodes, constants };
}
