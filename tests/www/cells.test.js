import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMath } from '../../www/src/lib/mathml.js';
import { seededRandom } from '../../www/src/lib/random.js';
import { equations, symbols, weights } from '../../www/src/cells/equations.js';
import { notations } from '../../www/src/cells/gate-names.js';
import { cells, sources } from '../../www/src/cells/cells.js';
import { settings } from '../../www/src/settings/settings.js';

/** @typedef {import('../../www/src/lib/mathml.js').MathNode} MathNode */

/**
 * @param {import('../../www/src/cells/cells.js').Cell} cell
 * @param {import('../../www/src/cells/gate-names.js').Notation} notation
 */
const linesOf = (cell, notation) => equations(cell, notation).flatMap(({ math }) => math);

/**
 * The tensors of each cell: blocks of W, R and b; peepholes; further ones.
 *
 * @type {Record<string, string[]>}
 */
const tensors = {
  lstm: ['i f g o', ''],
  peephole: ['i f g o', 'i f o'],
  'four-gate': ['i f g o', '', 'W_u b_u'],
  'no-input-gate': ['f g o', 'f o'],
  'no-forget-gate': ['i g o', 'i o'],
  'no-output-gate': ['i f g', 'i f'],
  'linear-input': ['i f g o', 'i f o'],
  'linear-output': ['i f g o', 'i f o'],
  'coupled-gates': ['i g o', 'i o'],
  'full-gate-recurrence': ['i f g o', 'i f o', 'G_i G_f G_o'],
  gru: ['r z', '', 'W_n R_n b_in b_hn'],
  rnn: ['', '', 'W R b'],
};

/**
 * The article's symbols for g, o and u.
 *
 * @type {Record<string, string>}
 */
const inArticle = { g: 'N', o: 'V', u: 'U' };

/** @param {string} name of a textbook weight */
const articleName = (name) => name.replace(/_([gou])$/, (_, k) => `_${inArticle[k]}`);

/** @param {string} cell */
function weightNames(cell) {
  const [blocks, peepholes, others = ''] = tensors[cell];
  /** @param {string} list */
  const split = (list) => list.split(' ').filter(Boolean);
  const names = split(blocks).flatMap((k) => [`W_${k}`, `R_${k}`, `b_${k}`]);
  return [...names, ...split(peepholes).map((k) => `p_${k}`), ...split(others)];
}

const random = seededRandom(1997);
/**
 * The input, state and weights of one unit, for all cells together; s and G stand for a number.
 *
 * @type {Record<string, number>}
 */
const unit = { x: 1, h: -0.6, c: 0.8, s: 0.7 };
for (const name of new Set(Object.keys(tensors).flatMap(weightNames))) {
  unit[name] = 3 * random() - 1.5;
  unit[articleName(name)] = unit[name];
}
Object.assign(unit, { E: unit.x, STM: unit.h, LTM: unit.c });

/** @param {number} a */
const sigma = (a) => 1 / (1 + Math.exp(-a));

/**
 * One step of one unit in each cell, written out.
 *
 * @returns {Record<string, {c?: number, h: number}>}
 */
function stepsByHand() {
  const { x, h, c, W_u, b_u } = unit;
  /**
   * @param {string} k
   * @param {number} [seen] cell state behind the peephole
   */
  const sum = (k, seen = 0) =>
    unit[`W_${k}`] * x + unit[`R_${k}`] * h + unit[`b_${k}`] + unit[`p_${k}`] * seen;
  /** @param {string} k */
  const fromGates = (k) => unit[`G_${k}`] * unit.s;
  const i = sigma(sum('i', c));
  const f = sigma(sum('f', c));
  const g = Math.tanh(unit.W_g * x + unit.R_g * h + unit.b_g);
  /** @param {number} next */
  const o = (next) => sigma(sum('o', next));
  const [blindI, blindF, blindO] = [sigma(sum('i')), sigma(sum('f')), sigma(sum('o'))];
  const [r, z] = [
    sigma(unit.W_r * x + unit.R_r * h + unit.b_r),
    sigma(unit.W_z * x + unit.R_z * h + unit.b_z),
  ];
  const n = Math.tanh(unit.W_n * x + unit.b_in + r * (unit.R_n * h + unit.b_hn));
  /**
   * @param {number} i
   * @param {number} f
   * @param {number} g
   * @param {(next: number) => number} o
   */
  const step = (i, f, g, o, squash = Math.tanh) => {
    const next = f * c + i * g;
    return { c: next, h: o(next) * squash(next) };
  };
  return {
    lstm: step(blindI, blindF, g, () => blindO),
    peephole: step(i, f, g, o),
    'four-gate': {
      c: blindF * c + blindI * g,
      h: blindO * Math.tanh(W_u * (blindF * c) + b_u),
    },
    'no-input-gate': step(1, f, g, o),
    'no-forget-gate': step(i, 1, g, o),
    'no-output-gate': step(i, f, g, () => 1),
    'linear-input': step(i, f, unit.W_g * x + unit.R_g * h + unit.b_g, o),
    'linear-output': step(i, f, g, o, (next) => next),
    'coupled-gates': step(i, 1 - i, g, o),
    'full-gate-recurrence': step(
      sigma(sum('i', c) + fromGates('i')),
      sigma(sum('f', c) + fromGates('f')),
      g,
      (next) => sigma(sum('o', next) + fromGates('o')),
    ),
    gru: { h: (1 - z) * n + z * h },
    rnn: { h: Math.tanh(unit.W * x + unit.R * h + unit.b) },
  };
}

/** @type {Record<string, string>} */
const operators = { '⊙': '*', '\u2062': '*', '\u2061': '', '−': '-', σ: 'sigma', '′': 'After' };

/**
 * An equation in JavaScript.
 *
 * @param {MathNode[]} nodes
 * @returns {string}
 */
const inJavaScript = (nodes) =>
  nodes
    .map((node) => {
      if (!('children' in node)) return operators[node.text] ?? node.text;
      return node.children
        .map((child) => inJavaScript([child]))
        .join(node.tag === 'msub' ? '_' : '');
    })
    .join(' ');

/**
 * Computes one line after the other.
 *
 * @param {string[]} lines
 * @returns {Record<string, number>}
 */
function compute(lines) {
  /** @type {Record<string, unknown>} */
  const known = { ...unit, sigma, tanh: Math.tanh };
  for (const line of lines) {
    const [name, value] = inJavaScript(parseMath(line)).split(' = ');
    known[name] = new Function(...Object.keys(known), `return ${value}`)(...Object.values(known));
  }
  return /** @type {Record<string, number>} */ (known);
}

test('the cells are the choices of the setting, in the same order', () => {
  const setting = settings.find(({ name }) => name === 'cell');
  const names = cells.map(({ name }) => name);
  assert.deepEqual(names, Object.keys(tensors));
  assert.deepEqual(names, setting?.choices);
});

const expected = stepsByHand();
for (const cell of cells) {
  for (const notation of notations) {
    const lines = linesOf(cell, notation);

    test(`${cell.name}, ${notation}: the equations compute the step`, () => {
      const got = compute(lines);
      const [h, c] = notation === 'textbook' ? ['hAfter', 'cAfter'] : ['STMAfter', 'LTMAfter'];
      assert.ok(Math.abs(got[h] - expected[cell.name].h) < 1e-12, `${got[h]}: ${lines}`);
      assert.equal(got[c] === undefined, expected[cell.name].c === undefined);
      if (expected[cell.name].c === undefined) return;
      assert.ok(Math.abs(got[c] - Number(expected[cell.name].c)) < 1e-12, `${got[c]}: ${lines}`);
    });

    test(`${cell.name}, ${notation}: every weight occurs once, matrices as products, peepholes unit by unit`, () => {
      const found = lines.flatMap((line) => line.match(/\b[WRGbp](_[A-Za-z]+)?\b/g) ?? []);
      const names = weightNames(cell.name);
      assert.deepEqual(
        found.sort(),
        (notation === 'textbook' ? names : names.map(articleName)).sort(),
      );
      for (const line of lines) assert.doesNotMatch(line, /[WRG](_\w+)? ⊙|p_\w+ (?!⊙)/);
    });

    test(`${cell.name}, ${notation}: every listed symbol occurs in the equations`, () => {
      const all = lines.join(' ');
      for (const { math } of symbols(cell, notation)) {
        parseMath(math);
        for (const symbol of math.split(', ')) {
          assert.ok(all.includes(symbol), `${symbol} is not in ${all}`);
        }
      }
    });

    test(`${cell.name}, ${notation}: the description is one sentence and names its source`, () => {
      const sentence = cell.description[notation];
      assert.match(sentence, /^[A-Z].*\)\.$/);
      const named = Object.keys(sources).filter((name) => sentence.includes(name));
      assert.ok(named.length > 0 || /Luis Serrano/.test(sentence), sentence);
    });
  }

  test(`${cell.name}: its formula counts the weights`, () => {
    const [H, X] = [3, 5];
    const sizes = weightNames(cell.name).map((name) => {
      if (/^[bp]/.test(name)) return H;
      if (name.startsWith('G')) return H * 3 * H;
      return name.startsWith('R') || name === 'W_u' ? H * H : H * X;
    });
    const formula = inJavaScript(parseMath(weights(cell)));
    const count = new Function('H', 'X', `return ${formula}`)(H, X);
    assert.equal(
      count,
      sizes.reduce((total, size) => total + size),
    );
  });
}

test('the equations of the LSTM are those of the textbook and of the article', () => {
  const [lstm] = cells;
  assert.deepEqual(equations(lstm, 'textbook'), [
    { label: 'Input gate', math: ['i = σ(W_i x + R_i h + b_i)'] },
    { label: 'Forget gate', math: ['f = σ(W_f x + R_f h + b_f)'] },
    { label: 'Candidate', math: ['g = tanh(W_g x + R_g h + b_g)'] },
    { label: 'Cell state', math: ["c' = f ⊙ c + i ⊙ g"] },
    { label: 'Output gate', math: ['o = σ(W_o x + R_o h + b_o)'] },
    { label: 'Hidden state', math: ["h' = o ⊙ tanh(c')"] },
  ]);
  assert.deepEqual(equations(lstm, 'article'), [
    {
      label: 'Learn',
      math: ['N = tanh(W_N E + R_N STM + b_N)', 'i = σ(W_i E + R_i STM + b_i)', 'Learn = N ⊙ i'],
    },
    { label: 'Forget', math: ['f = σ(W_f E + R_f STM + b_f)', 'Forget = LTM ⊙ f'] },
    { label: 'Remember', math: ["LTM' = Forget + Learn"] },
    { label: 'Use', math: ['V = σ(W_V E + R_V STM + b_V)', "STM' = V ⊙ tanh(LTM')"] },
  ]);
});

test('every source is named by a cell and links to a publisher or arXiv', () => {
  const sentences = cells.flatMap(({ description }) => Object.values(description)).join(' ');
  for (const [name, url] of Object.entries(sources)) {
    assert.ok(sentences.includes(name), name);
    assert.match(url, /^https:\/\/(doi\.org\/10\.\d{4}|arxiv\.org\/abs\/\d{4}\.\d{4,5}$)/);
  }
});
