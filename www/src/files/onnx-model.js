/**
 * A model as an ONNX graph for any runtime: `ids (time, batch)` and the states before, to `logits
 * (time, batch, letters)` and the states after. Zeros are the state before a text.
 */

import { cellOf } from '../cells/cells.js';
import { modelConfig } from './model-config.js';
import { MODEL_VERSION } from './model-file.js';
import { ownTensors } from './model-tensors.js';
import { constant, node, onnxFile, value } from './onnx.js';
import { DIRECTION, operatorLayer } from './onnx-layer.js';
import { FIRST, needsScan, scanLayer } from './onnx-scan.js';
import { transpose } from './transpose.js';

/**
 * @typedef {import('./model-config.js').Model} Model
 * @typedef {import('../cells/cells.js').Cell} Cell
 */

/**
 * The states of a cell by the letters of their names, with their sizes in units of the hidden size.
 *
 * @param {Cell['parts']} parts
 * @returns {[letter: string, rows: number][]}
 */
function statesOf(parts) {
  if (parts.kind !== 'lstm') return [['h', 1]];
  return [
    ['h', 1],
    ['c', 1],
    ...(parts.gateRecurrence ? [/** @type {[string, number]} */ (['g', 3])] : []),
  ];
}

/**
 * @param {Model} model
 * @returns {Uint8Array<ArrayBuffer>} the same bytes for the same model
 */
export function writeOnnx(model) {
  const { config, vocabulary, weights } = model;
  const { cell, hiddenSize, numLayers } = config;
  const { parts } = /** @type {Cell} */ (cellOf(cell));
  const vocabSize = [...vocabulary].length;
  const tensors = ownTensors(weights, config, vocabSize);
  /** @param {string} name */
  const valuesOf = (name) => /** @type {Float32Array} */ (tensors.get(name)?.values);
  const states = statesOf(parts);
  /** @param {number} layer */
  const prefix = (layer) => `layer${layer}.`;
  const isScan = needsScan(parts);
  const layer = isScan ? scanLayer : operatorLayer;
  const layers = Array.from({ length: numLayers }, (_, index) =>
    layer((name) => valuesOf(`${name}_l${index}`), parts, hiddenSize, prefix(index), {
      input: `x${index}`,
      states: states.map(([letter]) => partOf(letter, '0', index)),
      output: `x${index + 1}`,
      ends: states.map(([letter]) => partOf(letter, 'n', index)),
    }),
  );
  /**
   * A layer's part of a state, which is the whole of it in a single layer.
   *
   * @param {string} letter
   * @param {string} end
   * @param {number} index
   */
  function partOf(letter, end, index) {
    return numLayers === 1 ? letter + end : `${prefix(index)}${letter}${end}`;
  }
  /**
   * @param {string} letter
   * @param {string} end
   */
  const partsOf = (letter, end) => layers.map((_, index) => partOf(letter, end, index));
  const head = valuesOf('head.weight');
  const turned = new Float32Array(head.length);
  transpose(head, turned, vocabSize);
  const isDeep = numLayers > 1;
  const nodes = [
    node('OneHot', ['ids', 'depth', 'off_on'], ['x0']),
    ...(isDeep ? states : []).map(([letter]) =>
      node('Split', [`${letter}0`], partsOf(letter, '0'), { axis: 0 }),
    ),
    ...layers.flatMap((layer) => layer.nodes),
    ...(isDeep ? states : []).map(([letter]) =>
      node('Concat', partsOf(letter, 'n'), [`${letter}n`], { axis: 0 }),
    ),
    node('MatMul', [`x${numLayers}`, 'head.weight'], ['products']),
    node('Add', ['products', 'head.bias'], ['logits']),
  ];
  const constants = [
    constant('depth', [], BigInt64Array.of(BigInt(vocabSize))),
    constant('off_on', [2], Float32Array.of(0, 1)),
    constant(...(isScan ? FIRST : DIRECTION)),
    ...layers.flatMap((layer) => layer.constants),
    constant('head.weight', [hiddenSize, vocabSize], turned),
    constant('head.bias', [vocabSize], valuesOf('head.bias')),
  ];
  /** @param {string} end */
  const stateValues = (end) =>
    states.map(([letter, rows]) =>
      value(letter + end, 'float', [numLayers, 'batch', rows * hiddenSize]),
    );
  const content = {
    name: cell,
    nodes,
    inputs: [value('ids', 'int64', ['time', 'batch']), ...stateValues('0')],
    outputs: [value('logits', 'float', ['time', 'batch', vocabSize]), ...stateValues('n')],
    constants,
  };
  return onnxFile(content, DESCRIPTION, {
    lstm_playground: MODEL_VERSION,
    config: JSON.stringify(modelConfig(model)),
  });
}

const DESCRIPTION =
  'A character model. An id is the index of a character in "vocabulary" of the metadata "config"; the state before a text is zero.';
