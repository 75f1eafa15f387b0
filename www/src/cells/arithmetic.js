/**
 * What one unit of a cell does at one character, step by step, in words and numbers.
 *
 * @typedef {import('./cells.js').Cell} Cell
 * @typedef {import('./cells.js').LstmParts} LstmParts
 * @typedef {import('./cells.js').Vocabulary} Vocabulary
 * @typedef {import('../shared/protocol.js').GateSum} GateSum
 *
 * @typedef {object} UnitNumbers the unit at the character
 * @property {Record<string, number>} values by the names of the layer's `values`
 * @property {number} hiddenBefore
 * @property {number} cellBefore NaN for a cell without
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

/** @param {number} value */
const n = formatSigned;
/** As a factor or a further term. @param {number} value */
const factor = (value) => (n(value).startsWith('−') ? `(${n(value)})` : n(value));

/** The words that differ. @type {Record<Vocabulary, Record<string, string>>} */
const WORDS = {
  textbook: {
    f: 'Forget gate f',
    i: 'Input gate i',
    g: 'Candidate g',
    o: 'Output gate o',
    u: 'What is read, u',
    learn: 'What enters',
    remember: 'Cell state c',
    use: 'Hidden state h',
    kept: 'forget',
    learnt: 'input',
    memory: 'cell state',
    shown: 'hidden state',
    N: 'g',
  },
  article: {
    f: 'Forget gate f',
    i: 'Learn gate i',
    g: 'Candidate N',
    o: 'Use gate V',
    u: 'What is used, U',
    learn: 'Learn',
    remember: 'Remember: LTM',
    use: 'Use: STM',
    kept: 'forget',
    learnt: 'learn',
    memory: 'long-term memory',
    shown: 'short-term memory',
    N: 'N',
  },
};

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
    const squashed = parts.use === 'cell' ? values.cell : Math.tanh(values.cell);
    return { ...before, i, f, o, kept: f * cellBefore, learnt: i * values.g, squashed };
  }
  if (parts.kind === 'rnn') return before;
  const { r, z, m } = values;
  return { ...before, seen: r * m, kept: z * hiddenBefore, replaced: (1 - z) * values.n };
}

/** Gates that are not learnt included. @param {LstmParts} parts @param {Record<string, number>} values */
function gatesOf(parts, values) {
  const { i = 1, o = 1 } = values;
  return { i, o, f: parts.forget === 'coupled' ? 1 - i : (values.f ?? 1) };
}

/** What a gate sums up. @type {Record<Vocabulary, {x: string, h: string, c: string}>} */
const TERMS = { textbook: { x: 'x', h: 'h', c: 'c' }, article: { x: 'E', h: 'STM', c: 'LTM' } };

/**
 * "σ(x 0.51 + h 1.20 + b 1.00) = 0.94"
 *
 * @param {GateSum | undefined} sum
 * @param {string} squash
 * @param {number} value
 * @param {Vocabulary} vocabulary
 */
function squashed(sum, squash, value, vocabulary) {
  if (!sum) return n(value);
  const { input, recurrent, bias, peephole, name } = sum;
  const { x, h, c } = TERMS[vocabulary];
  /** @type {[string, number][]} */
  const parts = [
    [x, input],
    [h, recurrent],
    ['b', bias],
  ];
  // What U reads comes from the memory alone.
  if (name === 'u') parts.splice(0, 2, [c, recurrent]);
  if (peephole !== undefined) parts.push([c, peephole]);
  const terms = parts.map(([term, part]) => `${term} ${factor(part)}`).join(' + ');
  return squash === '' ? `${terms} = ${n(value)}` : `${squash}(${terms}) = ${n(value)}`;
}

/**
 * @param {LstmParts} parts
 * @param {UnitNumbers} numbers
 * @param {Vocabulary} vocabulary
 * @returns {Step[]}
 */
function lstmSteps(parts, { values, cellBefore, layer, sums }, vocabulary) {
  const words = WORDS[vocabulary];
  const { i, f, o } = gatesOf(parts, values);
  const { g, u, cell, hidden } = values;
  const sum = (/** @type {string} */ name) => sums.find((known) => known.name === name);
  /** @type {Step[]} */
  const steps = [];
  const add = (/** @type {string} */ node, /** @type {string} */ line, /** @type {string} */ why) =>
    steps.push({ node, title: words[node], line, why });
  if (parts.forget === 'coupled') {
    add(
      'f',
      `1 − ${n(i)} = ${n(f)}`,
      `As much is kept of the ${words.memory} as is not renewed: ${formatPercent(f)}.`,
    );
  } else if (parts.forget === 'learnt') {
    add(
      'f',
      squashed(sum('f'), 'σ', f, vocabulary),
      `It keeps ${formatPercent(f)} of the old ${words.memory}.`,
    );
  }
  if (parts.input === 'learnt') {
    add(
      'i',
      squashed(sum('i'), 'σ', i, vocabulary),
      `It lets ${formatPercent(i)} of the candidate into the ${words.memory}.`,
    );
  }
  add(
    'g',
    squashed(sum('g'), parts.squashesCandidate ? 'tanh' : '', g, vocabulary),
    `What ${layer === 0 ? 'this character' : 'the layer below'}, and what was shown before, propose to add${parts.squashesCandidate ? ', between −1 and 1' : ''}.`,
  );
  if (parts.use === 'forgotten') {
    add(
      'u',
      squashed(sum('u'), 'tanh', u, vocabulary),
      `What forgetting left, of all units, as it may be shown: what is learnt now is not in it yet.`,
    );
  }
  add(
    'remember',
    `${words.kept} ${n(f)} × ${factor(cellBefore)} + ${words.learnt} ${n(i)} × ${factor(g)} = ${n(cell)}`,
    `The old ${words.memory}, faded, plus what enters: nothing is squashed, so that it can last.`,
  );
  if (parts.output === 'learnt') {
    add(
      'o',
      squashed(sum('o'), 'σ', o, vocabulary),
      `It shows ${formatPercent(o)} of the ${words.memory} to the other units and to the prediction.`,
    );
  }
  const shown = { 'tanh-cell': `tanh(${n(cell)})`, cell: factor(cell), forgotten: factor(u) };
  add(
    'use',
    `${n(o)} × ${shown[parts.use]} = ${n(hidden)}`,
    `The ${words.shown}: all that others see of this unit.`,
  );
  return steps;
}

/**
 * @param {Cell} cell
 * @param {UnitNumbers} numbers
 * @param {Vocabulary} vocabulary
 * @returns {Step[]} in an order in which they can be computed
 */
export function unitSteps({ parts }, numbers, vocabulary) {
  if (parts.kind === 'lstm') return lstmSteps(parts, numbers, vocabulary);
  const { values, hiddenBefore, sums } = numbers;
  const { shown } = WORDS[vocabulary];
  const [a, b, c] = sums;
  if (parts.kind === 'rnn') {
    const why = `The whole ${shown} is made anew: what is not said again is forgotten.`;
    return [
      {
        node: 'h',
        title: WORDS[vocabulary].use,
        line: squashed(a, 'tanh', values.hidden, vocabulary),
        why,
      },
    ];
  }
  const { r, z, hidden } = values;
  const candidate = values.n;
  return [
    {
      node: 'r',
      title: 'Reset gate r',
      line: squashed(a, 'σ', r, vocabulary),
      why: `The candidate sees ${formatPercent(r)} of what comes from the old ${shown}.`,
    },
    {
      node: 'z',
      title: 'Update gate z',
      line: squashed(b, 'σ', z, vocabulary),
      why: `${formatPercent(z)} of the old ${shown} stays; the rest is replaced.`,
    },
    {
      node: 'n',
      title: 'Candidate n',
      line: squashed(c, 'tanh', candidate, vocabulary),
      why: 'What may take the place of the old, between −1 and 1.',
    },
    {
      node: 'mix',
      title: WORDS[vocabulary].use,
      line: `${n(1 - z)} × ${factor(candidate)} + ${n(z)} × ${factor(hiddenBefore)} = ${n(hidden)}`,
      why: `The new ${shown}: a mixture of the candidate and the old one.`,
    },
  ];
}
