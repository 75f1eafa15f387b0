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

import { formatPercent } from '../lib/format.js';
import { capitalised, nameOf, operations, symbolOf, titleOf } from './gate-names.js';
import { gateSum, mixture, remainder, shownPart } from './sums-in-words.js';

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
 * @param {LstmParts} parts
 * @param {UnitNumbers} numbers
 * @param {Notation} notation
 * @returns {Step[]}
 */
function lstmSteps(parts, { values, cellBefore, layer, sums }, notation) {
  const { i, f, o } = gatesOf(parts, values);
  const { g, u, cell, hidden } = values;
  const memory = nameOf('cell', notation);
  /**
   * @param {string} name
   * @param {string} squash
   * @param {number} value
   */
  const gateLine = (name, squash, value) =>
    gateSum(
      sums.find((sum) => sum.name === name),
      squash,
      value,
      layer,
      notation,
    );
  /** @type {Step[]} */
  const steps = [];
  const add = (/** @type {string} */ node, /** @type {string} */ line, /** @type {string} */ why) =>
    steps.push({ node, title: headingOf(node, notation), line, why });
  if (parts.forget === 'coupled') {
    add(
      'f',
      remainder(i, f),
      `${formatPercent(f)} of the old ${memory} stays: what is not taken in.`,
    );
  } else if (parts.forget === 'learnt') {
    add('f', gateLine('f', 'σ', f), `${formatPercent(f)} of the old ${memory} stays.`);
  }
  if (parts.input === 'learnt') {
    add('i', gateLine('i', 'σ', i), `${formatPercent(i)} of the candidate is added.`);
  }
  const bounds = parts.squashesCandidate ? ', between −1 and 1' : '';
  add(
    'g',
    gateLine('g', parts.squashesCandidate ? 'tanh' : '', g),
    `The number that may be added${bounds}.`,
  );
  if (parts.readout === 'forgotten') {
    add('u', gateLine('u', 'tanh', u), `A mixture of all units, after forgetting, before adding.`);
  }
  steps.push({
    node: 'remember',
    title: stateHeading('cell', notation),
    line: mixture([f, cellBefore], [i, g], cell, notation),
    why: 'A part of the old number plus a part of the new one.',
  });
  if (parts.output === 'learnt') {
    add('o', gateLine('o', 'σ', o), `${formatPercent(o)} of the ${memory} is shown.`);
  }
  const isSquashed = parts.readout === 'tanh-cell';
  const state = parts.readout === 'forgotten' ? u : cell;
  steps.push({
    node: 'use',
    title: stateHeading('hidden', notation),
    line: shownPart(o, state, isSquashed, hidden, notation),
    why: 'All that the other units and the guess see of it.',
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
  const { values, hiddenBefore, sums, layer } = numbers;
  const memory = nameOf('hidden', notation);
  const title = stateHeading('hidden', notation);
  const [a, b, c] = sums;
  if (parts.kind === 'rnn') {
    const line = gateSum(a, 'tanh', values.hidden, layer, notation);
    const why = `Computed anew at each letter: nothing carries the old ${memory} along.`;
    return [{ node: 'h', title, line, why }];
  }
  const { r, z, hidden } = values;
  const candidate = values.n;
  return [
    {
      node: 'r',
      title: headingOf('r', notation),
      line: gateSum(a, 'σ', r, layer, notation),
      why: `The candidate sees ${formatPercent(r)} of the old ${memory}.`,
    },
    {
      node: 'z',
      title: headingOf('z', notation),
      line: gateSum(b, 'σ', z, layer, notation),
      why: `${formatPercent(z)} of the old ${memory} stays; the rest is replaced.`,
    },
    {
      node: 'n',
      title: headingOf('n', notation),
      line: gateSum(c, 'tanh', candidate, layer, notation),
      why: 'The number that may replace the old one, between −1 and 1.',
    },
    {
      node: 'mix',
      title,
      line: mixture([z, hiddenBefore], [1 - z, candidate], hidden, notation),
      why: 'A part of the old number plus a part of the new one.',
    },
  ];
}
