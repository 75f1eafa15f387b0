import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSigned } from '../../www/src/lib/format.js';
import { gateSum, mixture, remainder, shownPart } from '../../www/src/cells/sums-in-words.js';

const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

test('a mixture and what is shown of it are told in the words of the notation', () => {
  const result = 0.4 * 0.79 + 0.28 * 0.91;
  const textbook = mixture([0.4, 0.79], [0.28, 0.91], result, 'textbook');
  assert.equal(textbook, 'keep 0.40 × 0.79 + add 0.28 × 0.91 = 0.57');
  const article = mixture([0.4, -0.79], [0.28, 0.91], -0.0612, 'article');
  assert.equal(article, 'Forget 0.40 × (−0.79) + Learn 0.28 × 0.91 = −0.06');
  const shown = 0.57 * Math.tanh(0.55);
  assert.equal(shownPart(0.57, 0.55, true, shown, 'textbook'), 'show 0.57 × tanh(0.55) = 0.29');
  assert.equal(shownPart(1, -0.5, false, -0.5, 'article'), 'Use 1.00 × (−0.50) = −0.50');
});

test('the parts of a gate are contributions with signs', () => {
  const sum = { name: 'f', input: -0.52, recurrent: -0.89, bias: 0.99 };
  const value = sigmoid(-0.42);
  assert.equal(
    gateSum(sum, 'σ', value, 0, 'textbook'),
    'letter −0.52, memory −0.89, bias +0.99: σ(−0.42) = 0.40',
  );
  assert.equal(
    gateSum({ ...sum, peephole: 0.25, carriedGates: -0.25 }, 'σ', value, 1, 'article'),
    'layer below −0.52, short-term memory −0.89, bias +0.99, own long-term memory +0.25, gates before −0.25: σ(−0.42) = 0.40',
  );
  assert.equal(
    gateSum({ name: 'u', input: 0, recurrent: 0.5, bias: 0 }, '', 0.5, 0, 'textbook'),
    'all cell states +0.50, bias 0.00: 0.50 in all',
  );
});

test('where two digits would not give the result, the parts have more', () => {
  assert.equal(remainder(0.2949, 0.7051), '1 − 0.29 = 0.71');
  // The half of 0.15 would be 0.08.
  assert.equal(shownPart(0.5, 0.149, false, 0.0745, 'textbook'), 'show 0.500 × 0.149 = 0.07');
  const sum = { name: 'i', input: 0.004, recurrent: 0.004, bias: 0.004 };
  assert.equal(
    gateSum(sum, 'tanh', Math.tanh(0.012), 0, 'textbook'),
    'letter +0.004, memory +0.004, bias +0.004: tanh(0.012) = 0.01',
  );
});

test('the figures of a large state give its result, too', () => {
  let state = 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const single = Math.fround;
  let further = 0;
  for (let round = 0; round < 20_000; round++) {
    const [kept, before] = [single(random()), single(160 * random() - 80)];
    const [added, candidate] = [single(random()), single(2 * random() - 1)];
    const result = single(single(kept * before) + single(added * candidate));
    const line = mixture([kept, before], [added, candidate], result, 'textbook');
    const figures = line.replaceAll('−', '-').match(/-?\d+\.\d+/g) ?? [];
    const [a, b, c, d] = figures.map(Number);
    const places = figures[4].split('.')[1].length;
    const error = Math.abs(a * b + c * d - Number(figures[4]));
    assert.ok(error <= 0.5 * 10 ** -places + 1e-9, line);
    if (places > 2) further++;
    else assert.ok(line.endsWith(` = ${formatSigned(result)}`), line);
  }
  assert.ok(further < 5, `${further} results with three digits`);
});
