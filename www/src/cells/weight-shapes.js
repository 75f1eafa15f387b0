import { cellOf } from './cells.js';

/** @typedef {import('../shared/protocol.js').Config} Config */

/**
 * The tensors of a layer besides its input weights, its recurrent weights and its bias, in units of
 * the hidden size; 0 columns for a vector.
 *
 * @param {import('./cells.js').Cell['parts']} parts
 * @returns {Record<string, [rows: number, columns: number]>}
 */
function ownTensors(parts) {
  if (parts.kind === 'gru') return { bias_hn: [1, 0] };
  if (parts.kind !== 'lstm') return {};
  const { input, forget, output, peepholes, gateRecurrence, readout } = parts;
  const gates = Object.entries({ i: input, f: forget, o: output });
  const seeing = gates.filter(([, gate]) => peepholes && gate === 'learnt');
  return {
    ...Object.fromEntries(seeing.map(([gate]) => [`peephole_${gate}`, [1, 0]])),
    ...(gateRecurrence && { weight_gates: [3, 3] }),
    ...(readout === 'forgotten' && { weight_u: [1, 1], bias_u: [1, 0] }),
  };
}

/**
 * The shapes of a network's weights by their names, in the order of the crate's `Layout`; a bias has
 * one number.
 *
 * @param {Pick<Config, 'cell' | 'hiddenSize' | 'numLayers'>} config
 * @param {number} vocabSize
 * @returns {Map<string, number[]>}
 */
export function weightShapes({ cell, hiddenSize, numLayers }, vocabSize) {
  const { parts, perInput } = /** @type {import('./cells.js').Cell} */ (cellOf(cell));
  const rows = perInput * hiddenSize;
  /** @type {Map<string, number[]>} */
  const shapes = new Map();
  for (let layer = 0; layer < numLayers; layer++) {
    shapes.set(`weight_ih_l${layer}`, [rows, layer === 0 ? vocabSize : hiddenSize]);
    shapes.set(`weight_hh_l${layer}`, [rows, hiddenSize]);
    shapes.set(`bias_ih_l${layer}`, [rows]);
    for (const [name, [high, wide]] of Object.entries(ownTensors(parts))) {
      const shape = [high * hiddenSize, ...(wide ? [wide * hiddenSize] : [])];
      shapes.set(`${name}_l${layer}`, shape);
    }
  }
  shapes.set('head.weight', [vocabSize, hiddenSize]);
  shapes.set('head.bias', [vocabSize]);
  return shapes;
}

/**
 * The number of a network's weights.
 *
 * @param {Parameters<typeof weightShapes>[0]} config
 * @param {number} vocabSize
 */
export function numWeights(config, vocabSize) {
  const sizes = [...weightShapes(config, vocabSize).values()];
  return sizes.reduce((sum, shape) => sum + shape.reduce((product, n) => product * n), 0);
}

/**
 * The numbers of a stream's state in all layers: h, c, and the carried gates.
 *
 * @param {Pick<Config, 'cell' | 'hiddenSize' | 'numLayers'>} config
 */
export function stateSize({ cell, hiddenSize, numLayers }) {
  const { parts } = /** @type {import('./cells.js').Cell} */ (cellOf(cell));
  const perUnit = parts.kind === 'lstm' ? (parts.gateRecurrence ? 5 : 2) : 1;
  return perUnit * hiddenSize * numLayers;
}
