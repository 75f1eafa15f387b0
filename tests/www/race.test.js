import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countWeights, hiddenSizeFor, suggestedConfig } from '../../www/src/shared/settings.js';
import { standings } from '../../www/src/shared/standing.js';
import { nextStop, runsOf } from '../../www/src/state/race.js';
import { steepest } from '../../www/src/state/rate-finder.js';

/** @param {string} text */
const sampleOf = (text) => ({ step: 1, prompt: '', text, seed: 1 });

test('turns end where they must, however many steps there are', () => {
  for (const steps of [1, 7, 39, 40, 41, 500, 100_000]) {
    let step = 0;
    let turns = 0;
    while (step < steps) {
      const next = nextStop(step, steps);
      assert.ok(next > step && next <= steps, `${step} to ${next} of ${steps}`);
      step = next;
      turns++;
    }
    assert.equal(turns, Math.min(steps, 40), `${steps} steps`);
  }
});

test('with as many weights as the first, sizes differ', () => {
  const config = suggestedConfig(10_000);
  const configs = ['lstm', 'rnn', 'gru'].map((cell) => ({ ...config, cell, seed: 4 }));
  const counts = { chars: 10_000, distinctChars: 60 };
  const course = /** @type {any} */ ({ configs, counts, seeds: 2, isEqual: true });
  const runs = runsOf(course);
  assert.deepEqual(
    runs.map(({ entrant, config }) => [entrant, config.cell, config.seed]),
    [4, 5].flatMap((seed) => configs.map(({ cell }, entrant) => [entrant, cell, seed])),
  );
  const [lstm, rnn, gru] = runs;
  assert.equal(lstm.config.hiddenSize, config.hiddenSize);
  for (const { weights } of [rnn, gru]) {
    assert.ok(Math.abs(weights / lstm.weights - 1) < 0.02, `${weights} of ${lstm.weights}`);
  }
  assert.ok(rnn.config.hiddenSize > gru.config.hiddenSize);
  const [same] = runsOf({ ...course, isEqual: false, seeds: 1 });
  assert.equal(same.weights, countWeights(config, 60));
  assert.equal(hiddenSizeFor({ ...config, cell: 'rnn' }, 60, 1), 1);
  assert.equal(hiddenSizeFor({ ...config, cell: 'rnn' }, 60, 1e12), 1024);
});

test('seeds make a band, and one that has not begun does not count', () => {
  /** @param {number[]} bits */
  const turns = (bits) =>
    bits.map((validationBits, i) => ({
      ...{ step: 10 * (i + 1), bitsPerChar: 9, validationBits, chars: 100, milliseconds: 50 },
    }));
  const config = { cell: 'lstm' };
  const runs = [
    { entrant: 0, config, weights: 7, turns: turns([4, 3]), sample: sampleOf('a') },
    { entrant: 1, config, weights: 8, turns: turns([5]), problem: 'it ran away' },
    { entrant: 0, config, weights: 7, turns: turns([2]), sample: sampleOf('b') },
    { entrant: 1, config, weights: 8, turns: [] },
  ];
  const [first, second] = standings(runs, ({ cell }) => cell);
  assert.deepEqual(
    [first.x, first.y],
    [
      [10, 20],
      [3, 3],
    ],
  );
  assert.deepEqual(first.band, { low: [2, 3], high: [4, 3] });
  assert.deepEqual(
    [first.charsPerSecond, first.milliseconds, first.sample],
    [2000, 75, sampleOf('a')],
  );
  assert.deepEqual([second.y, second.problem], [[5], 'it ran away']);
});

test('the rate at which the loss falls fastest is chosen', () => {
  const rates = Array.from({ length: 100 }, (_, i) => 1e-5 * 1e5 ** (i / 99));
  const bits = rates.map((rate) => 4 - 2 / (1 + (0.003 / rate) ** 2) + (rate > 0.2 ? 3 : 0));
  const rate = Number(steepest({ rates, bits }));
  assert.ok(rate >= 0.003 && rate <= 0.01, `${rate}: smoothed, it falls a little later`);
  assert.equal(steepest({ rates: rates.slice(0, 5), bits: bits.slice(0, 5) }), undefined);
});
