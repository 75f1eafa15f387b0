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

const WIDTH = 480;
const HEIGHT = 290;
const TOP = 30;
const UPPER = 105;
const LOWER = 185;
const RAIL = 238;
const BUS = 260;
/** The middle of a state at the left edge; at the right edge it is as far from it. */
const EDGE = 36;
const RIGHT = WIDTH - EDGE;

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
const fromBus = (to, x) => wire(to, EDGE, BUS, x, BUS, x, LOWER);

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
