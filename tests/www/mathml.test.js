import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMath } from '../../www/src/lib/mathml.js';

/**
 * The tree in short: names, numbers and operators as text, other nodes as arrays of tag and
 * children.
 *
 * @param {import('../../www/src/lib/mathml.js').MathNode} node
 * @returns {unknown}
 */
const short = (node) =>
  'children' in node ? [node.tag, ...node.children.map(short)] : `${node.tag} ${node.text}`;

/** @type {[source: string, ...tree: unknown[]][]} */
const readings = [
  ['i = 1', 'mi i', 'mo =', 'mn 1'],
  ['1 − z', 'mn 1', 'mo −', 'mi z'],
  ['b_in', ['msub', 'mi b', 'mi in']],
  ["LTM'", ['mrow', 'mi LTM', 'mo ′']],
  ["h_t'", ['mrow', ['msub', 'mi h', 'mi t'], 'mo ′']],
  ['p ⊙ c+b', 'mi p', 'mo ⊙', 'mi c', 'mo +', 'mi b'],
  ['⊙', 'mo ⊙'],
  ['h, x', 'mi h', 'mo ,', 'mi x'],
];
for (const [source, ...tree] of readings) {
  test(`${source} is parsed`, () => assert.deepEqual(parseMath(source).map(short), tree));
}

/**
 * Sources with their operators; U+2061 applies a function, U+2062 multiplies.
 *
 * @type {[source: string, operators: string[]][]}
 */
const invisible = [
  ['W_i x', ['\u2062']],
  ["h' x", ['\u2062']],
  ['4 H (X)', ['\u2062', '\u2062', '(', ')']],
  ['(x) (y)', ['(', ')', '\u2062', '(', ')']],
  ['σ(x)', ['\u2061', '(', ')']],
  ['tanh (x)', ['\u2061', '(', ')']],
  ['W_u (x)', ['\u2062', '(', ')']],
];
for (const [source, operators] of invisible) {
  test(`${source} has its invisible operator`, () => {
    const found = parseMath(source).filter(({ tag }) => tag === 'mo');
    assert.deepEqual(
      found.map((node) => 'text' in node && node.text),
      operators,
    );
  });
}

for (const [source, token] of [
  ['i = 1 - f', '-'],
  ['a * b', '*'],
  ['é', 'é'],
  ['\u{1F600}', '\u{1F600}'],
  ["'", "'"],
  ["(c)'", "'"],
  ['_i', '_'],
  ['W_', '_'],
  ['W_1', '_'],
  ['W _i', '_'],
]) {
  test(`${source} is refused`, () => {
    const message = `"${source}" has a "${token}" that means nothing`;
    assert.throws(() => parseMath(source), { name: 'SyntaxError', message });
  });
}
