/**
 * The layout of a cell's drawing. Every cell is made of the same elements: states at the edges,
 * gates that squash a sum, and circles that multiply or add.
 *
 * @typedef {import('./cells.js').Cell} Cell
 * @typedef {import('./cells.js').LstmParts} LstmParts
 * @typedef {import('./drawing-parts.js').Drawing} Drawing
 * @typedef {import('./drawing-parts.js').Node} Node
 * @typedef {import('./drawing-parts.js').Wire} Wire
 */

import {
  BUS,
  dashed,
  EDGE,
  fromBus,
  gate,
  HEIGHT,
  LOWER,
  operation,
  RAIL,
  RIGHT,
  state,
  TOP,
  UPPER,
  WIDTH,
  wire,
} from './drawing-parts.js';

/**
 * The wires from the input and the hidden state of an LSTM to a gate.
 *
 * @param {string} to
 * @param {number} x
 */
const fromBoth = (to, x) => [
  fromBus(to, x),
  wire(to, EDGE, BUS - 66, 72, BUS - 66, 72, BUS, x, BUS, x, LOWER),
];

/**
 * @param {LstmParts} parts
 * @returns {Drawing}
 */
function lstm({ input, forget, output, squashesCandidate, readout, peepholes, gateRecurrence }) {
  const F = 106;
  const I = 172;
  const G = 234;
  const O = 326;
  const SHOWN = 394;
  const SUM = (I + G) / 2;
  const nodes = [
    state('cellBefore', EDGE, TOP, 'cell'),
    state('x', EDGE, BUS - 66, 'x'),
    state('hiddenBefore', EDGE, BUS, 'hidden'),
    operation('forget', F, TOP, '×', 'retained'),
    operation('learn', SUM, UPPER, '×', 'added'),
    operation('remember', SUM, TOP, '+'),
    operation('use', SHOWN, LOWER, '×'),
    state('cell', RIGHT, TOP, 'cell', "'"),
    state('hidden', RIGHT, LOWER, 'hidden', "'"),
  ];
  /** @type {Wire[]} */
  const wires = [
    wire('forget', EDGE, TOP, F, TOP),
    wire('remember', F, TOP, SUM, TOP),
    wire('cell', SUM, TOP, RIGHT, TOP),
    wire('learn', G, LOWER, G, UPPER, SUM, UPPER),
    wire('remember', SUM, UPPER, SUM, TOP),
    wire('use', SHOWN, UPPER, SHOWN, LOWER),
    wire('hidden', SHOWN, LOWER, RIGHT, LOWER),
  ];
  nodes.push(gate('g', G, squashesCandidate ? 'tanh' : 'Σ'));
  wires.push(...fromBoth('g', G));
  if (input === 'learnt') {
    nodes.push(gate('i', I, 'σ'));
    wires.push(...fromBoth('i', I), wire('learn', I, LOWER, I, UPPER, SUM, UPPER));
  }
  if (forget === 'learnt') {
    nodes.push(gate('f', F, 'σ'));
    wires.push(...fromBoth('f', F), wire('forget', F, LOWER, F, TOP));
  } else if (forget === 'coupled') {
    nodes.push(operation('f', F, UPPER, '1−', 'f'));
    wires.push(wire('f', I, LOWER, I, 145, F, 145, F, UPPER));
    wires.push(wire('forget', F, UPPER, F, TOP));
  }
  if (output === 'learnt') {
    nodes.push(gate('o', O, 'σ'));
    wires.push(...fromBoth('o', O), wire('use', O, LOWER, SHOWN, LOWER));
  }
  if (readout === 'forgotten') {
    nodes.push(gate('u', SHOWN, 'tanh', UPPER));
    wires.push(wire('u', F, TOP, F + 32, TOP, F + 32, 68, SHOWN, 68, SHOWN, UPPER));
  } else {
    if (readout === 'tanh-cell') nodes.push(gate('squashed', SHOWN, 'tanh', UPPER));
    const to = readout === 'tanh-cell' ? 'squashed' : 'use';
    wires.push(wire(to, SUM, TOP, SHOWN, TOP, SHOWN, UPPER));
  }
  if (peepholes) {
    for (const [id, how, x] of /** @type {const} */ ([
      ['f', forget, F],
      ['i', input, I],
    ])) {
      if (how === 'learnt') wires.push(dashed(id, EDGE, TOP, 72, 68, x - 20, 145, x - 12, LOWER));
    }
    if (output === 'learnt') wires.push(dashed('o', SUM, TOP, O - 24, 100, O, LOWER));
  }
  if (gateRecurrence) {
    nodes.push(state('gatesBefore', EDGE, 110, 'carried_gates'));
    for (const [id, x] of Object.entries({ f: F, i: I, o: O })) {
      wires.push(dashed(id, EDGE, 110, 66, 110, 66, RAIL, x - 12, RAIL, x - 12, LOWER));
    }
  }
  return { width: WIDTH, height: HEIGHT, nodes, wires };
}

/** @returns {Drawing} */
function gru() {
  const R = 112;
  const Z = 218;
  const N = 322;
  const MIX = 390;
  return {
    width: WIDTH,
    height: HEIGHT,
    nodes: [
      state('hiddenBefore', EDGE, TOP, 'hidden'),
      state('x', EDGE, BUS, 'x'),
      gate('r', R, 'σ'),
      gate('z', Z, 'σ'),
      operation('reset', R, UPPER, '×', 'reset'),
      operation('retain', Z, TOP, '×', 'retained'),
      gate('n', N, 'tanh'),
      operation('add', N, UPPER, '×', 'added'),
      operation('mix', MIX, TOP, '+'),
      state('hidden', RIGHT, TOP, 'hidden', "'"),
    ],
    wires: [
      fromBus('r', R),
      fromBus('z', Z),
      fromBus('n', N),
      wire('r', EDGE, TOP, 74, TOP, 74, BUS),
      wire('z', EDGE, TOP, 74, TOP, 74, BUS),
      wire('retain', EDGE, TOP, Z, TOP),
      wire('mix', Z, TOP, MIX, TOP),
      wire('hidden', MIX, TOP, RIGHT, TOP),
      wire('reset', 100, TOP, 100, UPPER, R, UPPER),
      wire('reset', R, LOWER, R, UPPER),
      wire('n', R, UPPER, 172, UPPER, 172, 145, 270, 145, 270, LOWER, N, LOWER),
      wire('retain', Z, LOWER, Z, TOP),
      wire('add', Z, UPPER, N, UPPER),
      wire('add', N, LOWER, N, UPPER),
      wire('mix', N, UPPER, MIX, UPPER, MIX, TOP),
    ],
  };
}

/** @returns {Drawing} */
function rnn() {
  return {
    width: WIDTH,
    height: 150,
    nodes: [
      state('hiddenBefore', EDGE, TOP, 'hidden'),
      state('x', EDGE, UPPER, 'x'),
      gate('h', 240, 'tanh', TOP),
      state('hidden', RIGHT, TOP, 'hidden', "'"),
    ],
    wires: [
      wire('h', EDGE, TOP, 240, TOP),
      wire('h', EDGE, UPPER, 240, UPPER, 240, TOP),
      wire('hidden', 240, TOP, RIGHT, TOP),
    ],
  };
}

/**
 * @param {Cell} cell
 * @returns {Drawing}
 */
export function drawing({ parts }) {
  if (parts.kind === 'lstm') return lstm(parts);
  return parts.kind === 'gru' ? gru() : rnn();
}
