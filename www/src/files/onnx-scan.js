/**
 * A layer whose cell is no operator of ONNX: a Scan over the time steps, whose body has the equations.
 * Its gates are all learnt, in the order i, f, g, o.
 */

import { transpose } from './transpose.js';
import { constant, node, value } from './onnx.js';

/** @typedef {import('./onnx-layer.js').Layer} Layer */

/**
 * The dimension of a state that has the layers, of which a layer's part has one.
 *
 * @type {Parameters<typeof constant>}
 */
export const FIRST = ['first', [1], BigInt64Array.of(0n)];

const GATES = ['i', 'f', 'g', 'o'];

/**
 * True where only a Scan computes the cell.
 *
 * @param {import('../cells/cells.js').Cell['parts']} parts
 */
export const needsScan = (parts) =>
  parts.kind === 'lstm' && (parts.readout === 'forgotten' || parts.gateRecurrence);

/**
 * The equations of a step, from `z`, the sum of products and bias of each gate, and the state.
 *
 * @param {import('../cells/cells.js').Cell['parts']} parts
 * @param {string} prefix of the constants' names
 */
function equations(parts, prefix) {
  /** @type {import('./protobuf.js').Message[]} */
  const nodes = [];
  /**
   * @param {string} operator
   * @param {string[]} inputs
   * @param {string} output
   */
  const add = (operator, inputs, output) => {
    nodes.push(node(operator, inputs, [output]));
    return output;
  };
  /** @param {string} name */
  const own = (name) => prefix + name;
  add('MatMul', ['h', own('R')], 'Rh');
  add('Add', ['x', 'Rh'], 'z');
  nodes.push(
    node(
      'Split',
      ['z'],
      GATES.map((gate) => `z_${gate}`),
      { axis: 1 },
    ),
  );
  const sums = Object.fromEntries(GATES.map((gate) => [gate, `z_${gate}`]));
  const { gateRecurrence, peepholes } = /** @type {any} */ (parts);
  if (gateRecurrence) {
    const seen = ['i', 'f', 'o'];
    add('MatMul', ['gates', own('G')], 'Gs');
    nodes.push(
      node(
        'Split',
        ['Gs'],
        seen.map((gate) => `Gs_${gate}`),
        { axis: 1 },
      ),
    );
    for (const gate of seen) sums[gate] = add('Add', [sums[gate], `Gs_${gate}`], `zs_${gate}`);
  }
  /**
   * @param {string} gate
   * @param {string} cell that its peephole sees
   */
  const activate = (gate, cell) => {
    if (peepholes) {
      add('Mul', [own(`p_${gate}`), cell], `p_${gate}`);
      add('Add', [sums[gate], `p_${gate}`], `zp_${gate}`);
    }
    return add('Sigmoid', [peepholes ? `zp_${gate}` : sums[gate]], gate);
  };
  activate('i', 'c');
  activate('f', 'c');
  add('Tanh', [sums.g], 'g');
  add('Mul', ['f', 'c'], 'forget');
  add('Mul', ['i', 'g'], 'learn');
  add('Add', ['forget', 'learn'], 'c_new');
  activate('o', 'c_new');
  if (gateRecurrence) {
    add('Tanh', ['c_new'], 'readout');
    nodes.push(node('Concat', ['i', 'f', 'o'], ['gates_new'], { axis: 1 }));
  } else {
    add('MatMul', ['forget', own('U')], 'Uf');
    add('Add', ['Uf', own('b_u')], 'u');
    add('Tanh', ['u'], 'readout');
  }
  add('Mul', ['o', 'readout'], 'h_new');
  add('Identity', ['h_new'], 'y');
  return nodes;
}

/**
 * @param {(name: string) => Float32Array} weights of the layer, row by row
 * @param {import('../cells/cells.js').Cell['parts']} parts
 * @param {number} hiddenSize
 * @param {string} prefix of the names of its constants
 * @param {import('./onnx-layer.js').LayerNames} names
 * @returns {Layer}
 */
export function scanLayer(weights, parts, hiddenSize, prefix, { input, states, output, ends }) {
  /**
   * A matrix that multiplies rows from the right.
   *
   * @param {string} name
   * @param {string} from
   * @param {number} rows
   */
  const turned = (name, from, rows) => {
    const values = weights(from);
    const columns = new Float32Array(values.length);
    transpose(values, columns, rows);
    return constant(prefix + name, [values.length / rows, rows], columns);
  };
  /**
   * @param {string} name
   * @param {string} from
   */
  const vector = (name, from) => constant(prefix + name, [weights(from).length], weights(from));
  const { gateRecurrence, peepholes } = /** @type {any} */ (parts);
  const constants = [
    turned('W', 'weight_ih', 4 * hiddenSize),
    turned('R', 'weight_hh', 4 * hiddenSize),
    vector('B', 'bias_ih'),
    ...(peepholes ? ['i', 'f', 'o'] : []).map((gate) => vector(`p_${gate}`, `peephole_${gate}`)),
    ...(gateRecurrence
      ? [turned('G', 'weight_gates', 3 * hiddenSize)]
      : [turned('U', 'weight_u', hiddenSize), vector('b_u', 'bias_u')]),
  ];
  const carried = ['h', 'c', 'gates'].slice(0, states.length);
  /** @param {string} suffix */
  const rows = (suffix) =>
    carried.map((name) =>
      value(name + suffix, 'float', ['batch', (name === 'gates' ? 3 : 1) * hiddenSize]),
    );
  const body = {
    name: `${prefix}step`,
    nodes: equations(parts, prefix),
    inputs: [...rows(''), value('x', 'float', ['batch', 4 * hiddenSize])],
    outputs: [...rows('_new'), value('y', 'float', ['batch', hiddenSize])],
  };
  const before = states.map((_, i) => `${prefix}${carried[i]}`);
  const after = states.map((_, i) => `${prefix}${carried[i]}_new`);
  const nodes = [
    node('MatMul', [input, `${prefix}W`], [`${prefix}Wx`]),
    node('Add', [`${prefix}Wx`, `${prefix}B`], [`${prefix}x`]),
    ...states.map((state, i) => node('Squeeze', [state, FIRST[0]], [before[i]])),
    node('Scan', [...before, `${prefix}x`], [...after, output], { body, num_scan_inputs: 1 }),
    ...ends.map((end, i) => node('Unsqueeze', [after[i], FIRST[0]], [end])),
  ];
  return { nodes, constants };
}
