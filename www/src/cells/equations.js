/**
 * The equations of a cell, composed from its parts.
 *
 * @typedef {import('./cells.js').Cell} Cell
 * @typedef {import('./cells.js').LstmParts} LstmParts
 * @typedef {import('./cells.js').Vocabulary} Vocabulary
 *
 * @typedef {{label: string, math: string[]}} Equations one part of a cell, in the notation of lib/mathml.js
 */

/** What each vocabulary calls input, states and gates. */
const names = {
  textbook: { x: 'x', h: 'h', c: 'c', i: 'i', f: 'f', g: 'g', o: 'o', u: 'u' },
  article: { x: 'E', h: 'STM', c: 'LTM', i: 'i', f: 'f', g: 'N', o: 'V', u: 'U' },
};

/** @param {string} k a gate @param {{x: string, h: string}} names */
const sum = (k, { x, h }) => `W_${k} ${x} + R_${k} ${h} + b_${k}`;

/**
 * The lines of one cell of the LSTM family, by what they define.
 *
 * @param {LstmParts} parts
 * @param {typeof names[Vocabulary]} n
 */
function lstmLines(parts, n) {
  /** @param {string} k @param {LstmParts['forget']} how @param {string} seen */
  const gate = (k, how, seen) => {
    if (how === 'one') return `${k} = 1`;
    if (how === 'coupled') return `${k} = 1 − ${n.i}`;
    return `${k} = σ(${sum(k, n)}${parts.peepholes ? ` + p_${k} ⊙ ${seen}` : ''})`;
  };
  const candidate = sum(n.g, n);
  return {
    input: gate(n.i, parts.input, n.c),
    forget: gate(n.f, parts.forget, n.c),
    output: gate(n.o, parts.output, `${n.c}'`),
    candidate: `${n.g} = ${parts.squashesCandidate ? `tanh(${candidate})` : candidate}`,
    shown: { 'tanh-cell': `tanh(${n.c}')`, cell: `${n.c}'`, forgotten: n.u }[parts.use],
  };
}

/** @param {LstmParts} parts @returns {Equations[]} */
function lstmTextbook(parts) {
  const { input, forget, output, candidate, shown } = lstmLines(parts, names.textbook);
  const read = parts.use === 'forgotten' ? ['u = tanh(W_u (f ⊙ c) + b_u)'] : [];
  return [
    { label: 'Input gate', math: [input] },
    { label: 'Forget gate', math: [forget] },
    { label: 'Candidate', math: [candidate] },
    { label: 'Cell state', math: ["c' = f ⊙ c + i ⊙ g"] },
    { label: 'Output gate', math: [output] }, // may see the new cell state
    { label: 'Hidden state', math: [...read, `h' = o ⊙ ${shown}`] },
  ];
}

/** @param {LstmParts} parts @returns {Equations[]} */
function lstmArticle(parts) {
  const { input, forget, output, candidate, shown } = lstmLines(parts, names.article);
  const use =
    parts.use === 'forgotten'
      ? ['U = tanh(W_U (LTM ⊙ f) + b_U)', output, "STM' = U ⊙ V"]
      : [output, `STM' = V ⊙ ${shown}`];
  return [
    { label: 'Learn', math: [candidate, input, 'Learn = N ⊙ i'] },
    { label: 'Forget', math: [forget, 'Forget = LTM ⊙ f'] },
    { label: 'Remember', math: ["LTM' = Forget + Learn"] },
    { label: 'Use', math: use },
  ];
}

/**
 * The equations of one step; a prime marks what is new after it.
 *
 * @param {Cell} cell
 * @param {Vocabulary} vocabulary
 * @returns {Equations[]} in an order in which they can be computed
 */
export function equations({ parts }, vocabulary) {
  const { x, h } = names[vocabulary];
  const label = { textbook: 'Hidden state', article: 'Short-term memory' }[vocabulary];
  switch (parts.kind) {
    case 'lstm':
      return vocabulary === 'textbook' ? lstmTextbook(parts) : lstmArticle(parts);
    case 'gru':
      return [
        { label: 'Reset gate', math: [`r = σ(${sum('r', { x, h })})`] },
        { label: 'Update gate', math: [`z = σ(${sum('z', { x, h })})`] },
        { label: 'Candidate', math: [`n = tanh(W_n ${x} + b_in + r ⊙ (R_n ${h} + b_hn))`] },
        { label, math: [`${h}' = (1 − z) ⊙ n + z ⊙ ${h}`] },
      ];
    case 'rnn':
      return [{ label, math: [`${h}' = tanh(W ${x} + R ${h} + b)`] }];
  }
}

/**
 * What the letters of the equations stand for.
 *
 * @param {Cell} cell
 * @param {Vocabulary} vocabulary
 * @returns {{math: string, meaning: string}[]}
 */
export function symbols({ parts }, vocabulary) {
  const { x, h, c, u } = names[vocabulary];
  const isTextbook = vocabulary === 'textbook';
  const isLstm = parts.kind === 'lstm';
  const list = [
    [x, isTextbook ? 'input' : 'event, the input'],
    [`${h}, ${h}'`, `${isTextbook ? 'hidden state' : 'short-term memory'}, before and after`],
  ];
  if (isLstm) list.push([`${c}, ${c}'`, isTextbook ? 'cell state' : 'long-term memory']);
  if (isLstm && !isTextbook) list.push(['N', 'candidate'], ['i, f, V', 'gates, 0 to 1']);
  list.push(['W, R, b', 'weight_ih, weight_hh, bias_ih']);
  if (parts.kind === 'gru') list.push(['b_in', 'of bias_ih'], ['b_hn', 'bias_hn']);
  if (isLstm && parts.peepholes) list.push(['p', 'peephole weights']);
  if (isLstm && parts.use === 'forgotten') list.push([`W_${u}, b_${u}`, 'weight_u, bias_u']);
  if (parts.kind !== 'rnn') list.push(['⊙', 'times, unit by unit'], ['σ', 'squashes to 0 to 1']);
  list.push(['tanh', 'squashes to −1 to 1']);
  return list.map(([math, meaning]) => ({ math, meaning }));
}

/**
 * How many weights one layer has, in the hidden size H and the size X of its input.
 *
 * @param {Cell} cell
 * @returns {string} in the notation of lib/mathml.js
 */
export function weights({ parts }) {
  if (parts.kind === 'rnn') return 'H (X + H + 1)';
  if (parts.kind === 'gru') return '3 H (X + H + 1) + H';
  const gates = [parts.input, parts.forget, parts.output].filter((how) => how === 'learnt').length;
  const peepholes = parts.peepholes ? ` + ${gates} H` : '';
  const use = parts.use === 'forgotten' ? ' + H (H + 1)' : '';
  return `${gates + 1} H (X + H + 1)${peepholes}${use}`;
}
