/**
 * The arithmetic of one unit of a cell at one character, step by step, with its numbers.
 *
 * @typedef {import('./cells.js').Cell} Cell
 * @typedef {import('./cells.js').LstmParts} LstmParts
 * @typedef {import('./gate-names.js').Notation} Notation
 * @typedef {import('../shared/protocol.js').GateSum} GateSum
 *
 * @typedef {object} UnitNumbers the unit at the character
 * @property {Record<string, number>} values by the names of the layer's `values`
 * @property {number} hiddenBefore
 * @property {number} cellBefore NaN for a cell without a cell state
 * @property {number} layer from 0
 * @property {GateSum[]} sums
 *
 * @typedef {object} Step
 * @property {string} node of the drawing
 * @property {string} title
 * @property {string} line the arithmetic
 * @property {string} why in one sentence
 */

import { formatPercent, formatSigned } from '../lib/format.js';
import { capitalised, nameOf, operations, symbolOf, titleOf, verbOf } from './gate-names.js';

const n = formatSigned;

/**
 * A number as a factor or a further term: in brackets where it has a sign.
 *
 * @param {number} value
 */
const factor = (value) => (n(value).startsWith('−') ? `(${n(value)})` : n(value));

/**
 * @param {string} quantity
 * @param {Notation} notation
 * @returns {string} "Forget gate f"
 */
const headingOf = (quantity, notation) => capitalised(titleOf(quantity, notation));

/**
 * @param {'cell' | 'hidden'} state
 * @param {Notation} notation
 * @returns {string} "Cell state c", "Remember: LTM"
 */
function stateHeading(state, notation) {
  if (notation === 'textbook') return headingOf(state, notation);
  const operation = state === 'cell' ? operations.remember : operations.use;
  return `${operation}: ${symbolOf(state, notation)}`;
}

/**
 * All numbers of the drawing by the names of its nodes' values.
 *
 * @param {Cell} cell
 * @param {UnitNumbers} numbers
 * @returns {Record<string, number>}
 */
export function drawnNumbers({ parts }, { values, hiddenBefore, cellBefore }) {
  const before = { ...values, hiddenBefore, cellBefore };
  if (parts.kind === 'lstm') {
    const { i, f, o } = gatesOf(parts, values);
    const squashed = parts.readout === 'cell' ? values.cell : Math.tanh(values.cell);
    return { ...before, i, f, o, retained: f * cellBefore, added: i * values.g, squashed };
  }
  if (parts.kind === 'rnn') return before;
  const { r, z, m } = values;
  return { ...before, reset: r * m, retained: z * hiddenBefore, added: (1 - z) * values.n };
}

/**
 * The gates of an LSTM, including the constant and the coupled ones.
 *
 * @param {LstmParts} parts
 * @param {Record<string, number>} values
 */
function gatesOf(parts, values) {
  const { i = 1, o = 1 } = values;
  return { i, o, f: parts.forget === 'coupled' ? 1 - i : (values.f ?? 1) };
}

/**
 * "σ(x 0.51 + h 1.20 + b 1.00) = 0.94"
 *
 * @param {GateSum | undefined} sum
 * @param {string} squash
 * @param {number} value
 * @param {Notation} notation
 */
function squashed(sum, squash, value, notation) {
  if (!sum) return n(value);
  const { input, recurrent, bias, peephole, carriedGates, name } = sum;
  const [x, h, c] = ['x', 'hidden', 'cell'].map((quantity) => symbolOf(quantity, notation));
  /** @type {[string, number][]} */
  const terms = [
    [x, input],
    [h, recurrent],
    ['b', bias],
  ];
  // The readout u reads only the cell state.
  if (name === 'u') terms.splice(0, 2, [c, recurrent]);
  if (peephole !== undefined) terms.push([c, peephole]);
  if (carriedGates !== undefined) terms.push([symbolOf('carried_gates', notation), carriedGates]);
  const written = terms.map(([symbol, term]) => `${symbol} ${factor(term)}`).join(' + ');
  return squash === '' ? `${written} = ${n(value)}` : `${squash}(${written}) = ${n(value)}`;
}

/**
 * @param {LstmParts} parts
 * @param {UnitNumbers} numbers
 * @param {Notation} notation
 * @returns {Step[]}
 */
function lstmSteps(parts, { values, cellBefore, layer, sums }, notation) {
  const { i, f, o } = gatesOf(parts, values);
  const { g, u, cell, hidden } = values;
  const memory = nameOf('cell', notation);
  const sum = (/** @type {string} */ name) => sums.find((known) => known.name === name);
  /** @type {Step[]} */
  const steps = [];
  const add = (/** @type {string} */ node, /** @type {string} */ line, /** @type {string} */ why) =>
    steps.push({ node, title: headingOf(node, notation), line, why });
  if (parts.forget === 'coupled') {
    add(
      'f',
      `1 − ${n(i)} = ${n(f)}`,
      `One minus the ${nameOf('i', notation)}: ${formatPercent(f)} of the old ${memory} stays.`,
    );
  } else if (parts.forget === 'learnt') {
    add(
      'f',
      squashed(sum('f'), 'σ', f, notation),
      `${formatPercent(f)} of the old ${memory} stays.`,
    );
  }
  if (parts.input === 'learnt') {
    add(
      'i',
      squashed(sum('i'), 'σ', i, notation),
      `${formatPercent(i)} of the candidate enters the ${memory}.`,
    );
  }
  const source = layer === 0 ? 'this letter' : 'the layer below';
  const bounds = parts.squashesCandidate ? ', between −1 and 1' : '';
  add(
    'g',
    squashed(sum('g'), parts.squashesCandidate ? 'tanh' : '', g, notation),
    `The new value that ${source} and the old ${nameOf('hidden', notation)} propose${bounds}.`,
  );
  if (parts.readout === 'forgotten') {
    add(
      'u',
      squashed(sum('u'), 'tanh', u, notation),
      `A mixture of all units’ ${memory} after forgetting, before anything new is added.`,
    );
  }
  const old = `${verbOf('f', notation)} ${n(f)} × ${factor(cellBefore)}`;
  const added = `${verbOf('i', notation)} ${n(i)} × ${factor(g)}`;
  steps.push({
    node: 'remember',
    title: stateHeading('cell', notation),
    line: `${old} + ${added} = ${n(cell)}`,
    why: `The old ${memory}, faded, plus the new value. No squashing, so that it can last.`,
  });
  if (parts.output === 'learnt') {
    add(
      'o',
      squashed(sum('o'), 'σ', o, notation),
      `${formatPercent(o)} of the ${memory} is shown to the other units and to the prediction.`,
    );
  }
  const shown = { 'tanh-cell': `tanh(${n(cell)})`, cell: factor(cell), forgotten: factor(u) };
  steps.push({
    node: 'use',
    title: stateHeading('hidden', notation),
    line: `${n(o)} × ${shown[parts.readout]} = ${n(hidden)}`,
    why: `The ${nameOf('hidden', notation)}: all that others see of this unit.`,
  });
  return steps;
}

/**
 * @param {Cell} cell
 * @param {UnitNumbers} numbers
 * @param {Notation} notation
 * @returns {Step[]} in an order in which they can be computed
 */
export function unitSteps({ parts }, numbers, notation) {
  if (parts.kind === 'lstm') return lstmSteps(parts, numbers, notation);
  const { values, hiddenBefore, sums } = numbers;
  const memory = nameOf('hidden', notation);
  const title = stateHeading('hidden', notation);
  const [a, b, c] = sums;
  if (parts.kind === 'rnn') {
    const line = squashed(a, 'tanh', values.hidden, notation);
    const why = `The whole ${memory} is computed anew; nothing carries the old one along.`;
    return [{ node: 'h', title, line, why }];
  }
  const { r, z, hidden } = values;
  const candidate = values.n;
  return [
    {
      node: 'r',
      title: headingOf('r', notation),
      line: squashed(a, 'σ', r, notation),
      why: `The candidate sees ${formatPercent(r)} of the contribution of the old ${memory}.`,
    },
    {
      node: 'z',
      title: headingOf('z', notation),
      line: squashed(b, 'σ', z, notation),
      why: `${formatPercent(z)} of the old ${memory} stays; the rest is replaced.`,
    },
    {
      node: 'n',
      title: headingOf('n', notation),
      line: squashed(c, 'tanh', candidate, notation),
      why: 'The new value that may replace the old one, between −1 and 1.',
    },
    {
      node: 'mix',
      title,
      line: `${n(1 - z)} × ${factor(candidate)} + ${n(z)} × ${factor(hiddenBefore)} = ${n(hidden)}`,
      why: `The new ${memory}: a mixture of the candidate and the old one.`,
    },
  ];
}
