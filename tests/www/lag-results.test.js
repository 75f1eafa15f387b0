import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byLag, lagVerdict } from '../../www/src/views/experiments/lag-results.js';

/**
 * @param {string} name
 * @param {number} lag
 * @param {number} accuracy
 */
const run = (name, lag, accuracy) => ({
  entry: { name, config: {} },
  source: { task: 'recall', lag, chars: 100, seed: 1 },
  step: 10,
  recall: { accuracy, mostFrequent: 0.5, bitsPerChar: 1, floor: 0.5 },
});

test('a figure by lag is the mean over the seeds, in the order of the lags', () => {
  const runs = [run('rnn', 20, 0.4), run('rnn', 5, 1), run('rnn', 20, 0.6)];
  const { x, y, band } = byLag(runs, 'accuracy');
  assert.deepEqual(
    { x, y, band },
    { x: [5, 20], y: [1, 0.5], band: { low: [1, 0.4], high: [1, 0.6] } },
  );
});

test('a sentence tells the recall at the greatest lag that all have reached', () => {
  const names = ['rnn', 'lstm'];
  assert.equal(lagVerdict([], names), '');
  assert.equal(lagVerdict([run('rnn', 5, 1)], names), '');
  const runs = [run('rnn', 5, 1), run('lstm', 5, 1), run('rnn', 20, 0.45), run('lstm', 20, 0.99)];
  const expected = 'Over 11 to 20 letters guessing recalls 50 %, rnn 45 %, lstm 99 %.';
  assert.equal(lagVerdict(runs, names), expected);
  assert.equal(lagVerdict([...runs, run('rnn', 40, 0.5)], names), expected);
});
