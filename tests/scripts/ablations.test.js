import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestOf, compare, table } from '../../scripts/ablations/table.mjs';

/** @param {string} cell @param {number} rate @param {number[]} all bits, one for each seed */
const runs = (cell, rate, all) =>
  all.map((bits, i) => ({ cell, hiddenSize: 48, weights: 21361, rate, seed: i + 1, bits }));

test('the best rate of a variant is that of the lowest mean, even where one seed does better', () => {
  const results = [...runs('lstm', 0.01, [1.5, 1.6]), ...runs('lstm', 0.03, [1.2, 2.2])];
  const { rate, mean, low, high } = bestOf(results);
  assert.deepEqual({ rate, mean, low, high }, { rate: 0.01, mean: 1.55, low: 1.5, high: 1.6 });
});

test('a run that failed rules its rate out', () => {
  const results = [...runs('lstm', 0.01, [3, 3]), ...runs('lstm', 0.03, [1, Infinity])];
  assert.equal(bestOf(results).rate, 0.01);
});

test('only ranges that do not overlap differ', () => {
  const vanilla = { low: 1, high: 2 };
  assert.equal(compare({ low: 2, high: 3 }, vanilla), 'no difference');
  assert.equal(compare({ low: 2.1, high: 3 }, vanilla), 'worse');
  assert.equal(compare({ low: 0, high: 1 }, vanilla), 'no difference');
  assert.equal(compare({ low: 0, high: 0.9 }, vanilla), 'better');
});

test('the table has a row for each variant, with its best mean in bold', () => {
  const results = [
    ...runs('peephole', 0.01, [0.7, 0.8]),
    ...runs('peephole', 0.03, [20, 30]),
    ...runs('no-forget-gate', 0.01, [1.5, 1.7]),
    ...runs('no-forget-gate', 0.03, [100, 300]),
  ];
  const lines = table(results, { peephole: 'V', 'no-forget-gate': 'NFG' }).split('\n');
  assert.deepEqual(lines.slice(2), [
    '| `peephole` | V | 48 | 21,361 | **0.75** | 25 | 0.70 to 0.80 |  |',
    '| `no-forget-gate` | NFG | 48 | 21,361 | **1.60** | > 100 | 1.50 to 1.70 | worse |',
    '',
  ]);
});
