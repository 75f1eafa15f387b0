/**
 * The equations of a cell, composed from its structure.
 *
 * @typedef {import('./cells.js').Cell} Cell
 * @typedef {import('./cells.js').LstmParts} LstmParts
 * @typedef {import('./gate-names.js').Notation} Notation
 *
 * @typedef {object} Equations one part of a cell
 * @property {string} label
 * @property {string[]} math in the syntax of lib/mathml.js
 *
 * @typedef {Record<'x' | 'h' | 'c' | 'i' | 'f' | 'g' | 'o' | 'u' | 's', string>} Symbols
 */

import { capitalised, nameOf, operations, symbolOf } from './gate-names.js';

/**
 * @param {Notation} notation
 * @returns {Symbols}
 */
function symbolsIn(notation) {
  /** @param {string} quantity */
  const symbol = (quantity) => symbolOf(quantity, notation);
  return {
    x: symbol('x'),
    h: symbol('hidden'),
    c: symbol('cell'),
    i: symbol('i'),
    f: symbol('f'),
    g: symbol('g'),
    o: symbol('o'),
    u: symbol('u'),
    s: symbol('carried_gates'),
  };
}

/**
 * @param {string} k a gate
 * @param {{x: string, h: string}} symbols
 */
const sum = (k, { x, h }) => `W_${k} ${x} + R_${k} ${h} + b_${k}`;

/**
 * The lines of one cell of the LSTM family, by the quantity that they define.
 *
 * @param {LstmParts} parts
 * @param {Symbols} n
 */
function lstmLines(parts, n) {
  /**
   * @param {string} k
   * @param {LstmParts['forget']} how
   * @param {string} seen state that a peephole sees
   */
  const gate = (k, how, seen) => {
    if (how === 'one') return `${k} = 1`;
    if (how === 'coupled') return `${k} = 1 − ${n.i}`;
    const terms = [sum(k, n)];
    if (parts.peepholes) terms.push(`p_${k} ⊙ ${seen}`);
    if (parts.gateRecurrence) terms.push(`G_${k} ${n.s}`);
    return `${k} = σ(${terms.join(' + ')})`;
  };
  const candidate = sum(n.g, n);
  const carried = { label: 'Carried gates', math: [`${n.s}' = (${n.i}, ${n.f}, ${n.o})`] };
  return {
    input: gate(n.i, parts.input, n.c),
    forget: gate(n.f, parts.forget, n.c),
    output: gate(n.o, parts.output, `${n.c}'`),
    candidate: `${n.g} = ${parts.squashesCandidate ? `tanh(${candidate})` : candidate}`,
    shown: { 'tanh-cell': `tanh(${n.c}')`, cell: `${n.c}'`, forgotten: n.u }[parts.readout],
    carried: parts.gateRecurrence ? [carried] : [],
  };
}

/**
 * @param {LstmParts} parts
 * @returns {Equations[]}
 */
function lstmTextbook(parts) {
  const symbols = symbolsIn('textbook');
  const { input, forget, output, candidate, shown, carried } = lstmLines(parts, symbols);
  const readout = parts.readout === 'forgotten' ? ['u = tanh(W_u (f ⊙ c) + b_u)'] : [];
  /** @param {string} quantity */
  const label = (quantity) => capitalised(nameOf(quantity, 'textbook'));
  return [
    { label: label('i'), math: [input] },
    { label: label('f'), math: [forget] },
    { label: label('g'), math: [candidate] },
    { label: label('cell'), math: ["c' = f ⊙ c + i ⊙ g"] },
    { label: label('o'), math: [output] }, // may see the new cell state
    { label: label('hidden'), math: [...readout, `h' = o ⊙ ${shown}`] },
    ...carried,
  ];
}

/**
 * @param {LstmParts} parts
 * @returns {Equations[]}
 */
function lstmArticle(parts) {
  const symbols = symbolsIn('article');
  const { input, forget, output, candidate, shown, carried } = lstmLines(parts, symbols);
  const { learn, remember, use } = operations;
  const useLines =
    parts.readout === 'forgotten'
      ? ['U = tanh(W_U (LTM ⊙ f) + b_U)', output, "STM' = U ⊙ V"]
      : [output, `STM' = V ⊙ ${shown}`];
  return [
    { label: learn, math: [candidate, input, `${learn} = N ⊙ i`] },
    { label: operations.forget, math: [forget, `${operations.forget} = LTM ⊙ f`] },
    { label: remember, math: [`LTM' = ${operations.forget} + ${learn}`] },
    { label: use, math: useLines },
    ...carried,
  ];
}

/**
 * The equations of one step; a prime marks a state after it.
 *
 * @param {Cell} cell
 * @param {Notation} notation
 * @returns {Equations[]} in an order in which they can be computed
 */
export function equations({ parts }, notation) {
  const { x, h } = symbolsIn(notation);
  /** @param {string} quantity */
  const label = (quantity) => capitalised(nameOf(quantity, notation));
  switch (parts.kind) {
    case 'lstm':
      return notation === 'textbook' ? lstmTextbook(parts) : lstmArticle(parts);
    case 'gru':
      return [
        { label: label('r'), math: [`r = σ(${sum('r', { x, h })})`] },
        { label: label('z'), math: [`z = σ(${sum('z', { x, h })})`] },
        { label: label('n'), math: [`n = tanh(W_n ${x} + b_in + r ⊙ (R_n ${h} + b_hn))`] },
        { label: label('hidden'), math: [`${h}' = (1 − z) ⊙ n + z ⊙ ${h}`] },
      ];
    case 'rnn':
      return [{ label: label('hidden'), math: [`${h}' = tanh(W ${x} + R ${h} + b)`] }];
  }
}

/**
 * The meaning of each symbol in the equations.
 *
 * @param {Cell} cell
 * @param {Notation} notation
 * @returns {{math: string, meaning: string}[]}
 */
export function symbols({ parts }, notation) {
  const { x, h, c, g, u, s } = symbolsIn(notation);
  const isTextbook = notation === 'textbook';
  const isLstm = parts.kind === 'lstm';
  /** @param {string} quantity */
  const name = (quantity) => nameOf(quantity, notation);
  const list = [
    [x, isTextbook ? name('x') : `${name('x')}, the input`],
    [`${h}, ${h}'`, `${name('hidden')}, before and after`],
  ];
  if (isLstm) list.push([`${c}, ${c}'`, name('cell')]);
  if (isLstm && parts.gateRecurrence) list.push([`${s}, ${s}'`, name('carried_gates')]);
  if (isLstm && !isTextbook) list.push([g, name('g')], ['i, f, V', 'gates, 0 to 1']);
  list.push(['W, R, b', 'weight_ih, weight_hh, bias_ih']);
  if (parts.kind === 'gru') list.push(['b_in', 'of bias_ih'], ['b_hn', 'bias_hn']);
  if (isLstm && parts.peepholes) list.push(['p', 'peephole weights']);
  if (isLstm && parts.gateRecurrence) list.push(['G', 'weight_gates']);
  if (isLstm && parts.readout === 'forgotten') list.push([`W_${u}, b_${u}`, 'weight_u, bias_u']);
  if (parts.kind !== 'rnn') list.push(['⊙', 'times, unit by unit'], ['σ', 'squashes to 0 to 1']);
  list.push(['tanh', 'squashes to −1 to 1']);
  return list.map(([math, meaning]) => ({ math, meaning }));
}

/**
 * The number of weights of one layer, in the hidden size H and the size X of its input.
 *
 * @param {Cell} cell
 * @returns {string} in the syntax of lib/mathml.js
 */
export function weights({ perInput, perHidden, perUnit }) {
  /**
   * @param {number} count
   * @param {string} factor
   */
  const term = (count, factor) => (count === 1 ? factor : `${count} ${factor}`);
  const terms = [term(perInput, 'H (X + H + 1)')];
  const matrices = perHidden - perInput;
  const vectors = perUnit - perInput;
  if (matrices > 0) terms.push(`H (${term(matrices, 'H')} + ${vectors})`);
  else if (vectors > 0) terms.push(term(vectors, 'H'));
  return terms.join(' + ');
}
