import { weightShapes } from '../cells/weight-shapes.js';

/**
 * A model whose vocabulary is in the order of the code points, as the engine has it, with the same
 * predictions: another program may have ordered its letters otherwise.
 *
 * @param {import('./model-config.js').Model} model
 * @returns {import('./model-config.js').Model}
 */
export function inOrder(model) {
  const { config, vocabulary, weights } = model;
  const chars = [...vocabulary];
  /** @param {number} id */
  const code = (id) => Number(chars[id].codePointAt(0));
  const order = chars.map((_, id) => id).sort((a, b) => code(a) - code(b));
  if (order.every((id, index) => id === index)) return model;
  const ordered = weights.slice();
  // The first tensor has a column for each letter; the last ones a row and a number.
  const headBias = weights.length - chars.length;
  const headWeight = headBias - chars.length * config.hiddenSize;
  const [rows] = /** @type {number[]} */ (weightShapes(config, 1).get('weight_ih_l0'));
  order.forEach((id, index) => {
    ordered.set(weights.subarray(id * rows, (id + 1) * rows), index * rows);
    for (let at = headWeight; at < weights.length; at += chars.length) {
      ordered[at + index] = weights[at + id];
    }
  });
  return { ...model, weights: ordered, vocabulary: order.map((id) => chars[id]).join('') };
}
