/**
 * The layout of a cell's drawing. Every cell is made of the same elements: states at the edges,
 * gates that squash a sum, and circles that multiply or add.
 *
 * @typedef {import('./cells.js').Cell} Cell
 * @typedef {import('./cells.js').LstmParts} LstmParts
 *
 * @typedef {object} Node
 * @property {string} id
 * @property {'state' | 'gate' | 'operation'} kind
 * @property {number} x of its middle
 * @property {number} y
 * @property {string} [quantity] whose symbol is written in the node
 * @property {string} sign written in the node, after the symbol
 * @property {string} [value] name of the number next to the node, see `drawnNumbers`
 *
 * @typedef {object} Wire
 * @property {string} to the node in which it ends
 * @property {[x: number, y: number][]} points
 * @property {boolean} [isDashed] true for what only some cells have: peepholes, carried gates
 *
 * @typedef {{width: number, height: number, nodes: Node[], wires: Wire[]}} Drawing
 */

const WIDTH = 640;
const HEIGHT = 310;
const TOP = 50;
const UPPER = 125;
const LOWER = 205;
const RAIL = 258;
const BUS = 280;

/**
 * @param {string} id also the name of its number
 * @param {number} x
 * @param {number} y
 * @param {string} quantity
 * @param {string} [sign]
 * @returns {Node}
 */
const state = (id, x, y, quantity, sign = '') => ({
  id,
  kind: 'state',
  x,
  y,
  quantity,
  sign,
  value: id,
});

/**
 * @param {string} id also the name of its number
 * @param {number} x
 * @param {string} sign
 * @param {number} [y]
 * @returns {Node}
 */
const gate = (id, x, sign, y = LOWER) => ({ id, kind: 'gate', x, y, sign, value: id });

/**
 * @param {string} id
 * @param {number} x
 * @param {number} y
 * @param {string} sign
 * @param {string} [value]
 * @returns {Node}
 */
const operation = (id, x, y, sign, value) => ({ id, kind: 'operation', x, y, sign, value });

/**
 * @param {string} to
 * @param {number[]} path x and y in turn
 * @returns {Wire}
 */
function wire(to, ...path) {
  const points = Array.from({ length: path.length / 2 }, (_, i) => [path[2 * i], path[2 * i + 1]]);
  return { to, points: /** @type {Wire['points']} */ (points) };
}

/**
 * @param {string} to
 * @param {number[]} path x and y in turn
 * @returns {Wire}
 */
const dashed = (to, ...path) => ({ ...wire(to, ...path), isDashed: true });

/**
 * The wire from the line at the bottom to a gate.
 *
 * @param {string} to
 * @param {number} x
 * @returns {Wire}
 */
const fromBus = (to, x) => wire(to, 40, BUS, x, BUS, x, LOWER);

/**
 * The wires from the input and the hidden state of an LSTM to a gate.
 *
 * @param {string} to
 * @param {number} x
 */
const fromBoth = (to, x) => [
  fromBus(to, x),
  wire(to, 40, BUS - 66, 90, BUS - 66, 90, BUS, x, BUS, x, LOWER),
];

/**
 * @param {LstmParts} parts
 * @returns {Drawing}
 */
function lstm({ input, forget, output, squashesCandidate, readout, peepholes, gateRecurrence }) {
  const F = 140;
  const I = 230;
  const G = 310;
  const O = 440;
  const SHOWN = 530;
  const SUM = (I + G) / 2;
  const nodes = [
    state('cellBefore', 40, TOP, 'cell'),
    state('x', 40, BUS - 66, 'x'),
    state('hiddenBefore', 40, BUS, 'hidden'),
    operation('forget', F, TOP, '×', 'retained'),
    operation('learn', SUM, UPPER, '×', 'added'),
    operation('remember', SUM, TOP, '+'),
    operation('use', SHOWN, LOWER, '×'),
    state('cell', WIDTH - 40, TOP, 'cell', "'"),
    state('hidden', WIDTH - 40, LOWER, 'hidden', "'"),
  ];
  /** @type {Wire[]} */
  const wires = [
    wire('forget', 40, TOP, F, TOP),
    wire('remember', F, TOP, SUM, TOP),
    wire('cell', SUM, TOP, WIDTH - 40, TOP),
    wire('learn', G, LOWER, G, UPPER, SUM, UPPER),
    wire('remember', SUM, UPPER, SUM, TOP),
    wire('use', SHOWN, UPPER, SHOWN, LOWER),
    wire('hidden', SHOWN, LOWER, WIDTH - 40, LOWER),
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
    wires.push(wire('f', I, LOWER, I, 165, F, 165, F, UPPER));
    wires.push(wire('forget', F, UPPER, F, TOP));
  }
  if (output === 'learnt') {
    nodes.push(gate('o', O, 'σ'));
    wires.push(...fromBoth('o', O), wire('use', O, LOWER, SHOWN, LOWER));
  }
  if (readout === 'forgotten') {
    nodes.push(gate('u', SHOWN, 'tanh', UPPER));
    wires.push(wire('u', F, TOP, F + 40, TOP, F + 40, 88, SHOWN, 88, SHOWN, UPPER));
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
      if (how === 'learnt') wires.push(dashed(id, 40, TOP, 90, 88, x - 24, 165, x - 12, LOWER));
    }
    if (output === 'learnt') wires.push(dashed('o', SUM, TOP, O - 24, 120, O, LOWER));
  }
  if (gateRecurrence) {
    nodes.push(state('gatesBefore', 40, 130, 'carried_gates'));
    for (const [id, x] of Object.entries({ f: F, i: I, o: O })) {
      wires.push(dashed(id, 40, 130, 80, 130, 80, RAIL, x - 12, RAIL, x - 12, LOWER));
    }
  }
  return { width: WIDTH, height: HEIGHT, nodes, wires };
}

/** @returns {Drawing} */
function gru() {
  const R = 150;
  const Z = 290;
  const N = 430;
  const MIX = 520;
  return {
    width: WIDTH,
    height: HEIGHT,
    nodes: [
      state('hiddenBefore', 40, TOP, 'hidden'),
      state('x', 40, BUS, 'x'),
      gate('r', R, 'σ'),
      gate('z', Z, 'σ'),
      operation('reset', R, UPPER, '×', 'reset'),
      operation('retain', Z, TOP, '×', 'retained'),
      gate('n', N, 'tanh'),
      operation('add', N, UPPER, '×', 'added'),
      operation('mix', MIX, TOP, '+'),
      state('hidden', WIDTH - 40, TOP, 'hidden', "'"),
    ],
    wires: [
      fromBus('r', R),
      fromBus('z', Z),
      fromBus('n', N),
      wire('r', 40, TOP, 100, TOP, 100, BUS),
      wire('z', 40, TOP, 100, TOP, 100, BUS),
      wire('retain', 40, TOP, Z, TOP),
      wire('mix', Z, TOP, MIX, TOP),
      wire('hidden', MIX, TOP, WIDTH - 40, TOP),
      wire('reset', 100, TOP, 100, UPPER, R, UPPER),
      wire('reset', R, LOWER, R, UPPER),
      wire('n', R, UPPER, 230, UPPER, 230, 165, 360, 165, 360, LOWER, N, LOWER),
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
    height: 170,
    nodes: [
      state('hiddenBefore', 40, TOP, 'hidden'),
      state('x', 40, UPPER, 'x'),
      gate('h', 320, 'tanh', TOP),
      state('hidden', WIDTH - 40, TOP, 'hidden', "'"),
    ],
    wires: [
      wire('h', 40, TOP, 320, TOP),
      wire('h', 40, UPPER, 320, UPPER, 320, TOP),
      wire('hidden', 320, TOP, WIDTH - 40, TOP),
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
