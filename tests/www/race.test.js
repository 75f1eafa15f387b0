import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countWeights, hiddenSizeFor, suggestedConfig } from '../../www/src/settings/settings.js';
import { standings } from '../../www/src/experiments/race-results.js';
import { halvesEvery } from '../../www/src/inspection/gradient-half-life.js';
import { WorkerPool } from '../../www/src/experiments/worker-pool.js';
import { nextStop, runsOf } from '../../www/src/experiments/race.js';

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
    assert.equal(turns, Math.min(steps, Math.max(40, steps / 100)), `${steps} steps`);
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

/** @param {number[]} bits @returns {import('../../www/src/shared/protocol.js').Turn[]} */
const turnsOf = (bits) =>
  bits.map((validationBits, i) => ({
    ...{ step: 10 * (i + 1), bitsPerChar: 9, validationBits, chars: 100, milliseconds: 50 },
  }));
const config = { cell: 'lstm' };
const nameOf = (/** @type {Record<string, any>} */ { cell }) => cell;

test('seeds make a band, of those runs that are through', () => {
  /** @param {number[]} bits @param {string} [text] */
  const run = (bits, text) => ({
    ...{ entrant: 0, config, weights: 7, turns: turnsOf(bits) },
    sample: text ? sampleOf(text) : undefined,
  });
  const runs = [run([4, 2, 3], 'a'), run([2, 4, 5], 'b'), run([9, 9])];
  const [both] = standings(runs, nameOf);
  assert.deepEqual(
    [both.x, both.y],
    [
      [10, 20, 30],
      [3, 3, 4],
    ],
  );
  assert.deepEqual(both.band, { low: [2, 2, 3], high: [4, 4, 5] });
  assert.deepEqual(both.lowest, { step: 10, bits: 3 });
  assert.deepEqual(
    [both.charsPerSecond, both.milliseconds, both.sample, both.isValidation],
    [2000, 150, sampleOf('a'), true],
  );
  const [before] = standings([run([]), run([])], nameOf);
  assert.deepEqual([before.y, before.lowest], [[], undefined]);
  const [first] = standings([run([4, 2]), run([])], nameOf);
  assert.deepEqual(first.y, [4, 2], 'none is through: the one on its way');
});

test('a run that fails is told, and is not in the mean', () => {
  const failed = { entrant: 0, config, weights: 8, turns: turnsOf([8, 7]), problem: 'it ran away' };
  const good = { ...failed, turns: turnsOf([6, 5, 4]), sample: sampleOf('a'), problem: undefined };
  const [alone] = standings([failed], nameOf);
  assert.deepEqual([alone.y, alone.problem], [[8, 7], 'it ran away']);
  const [both] = standings([failed, good], nameOf);
  assert.deepEqual([both.y, both.problem], [[6, 5, 4], 'it ran away']);
});

test('a pool does a number of jobs at a time, those that came first before others', async () => {
  const pool = new WorkerPool(() => 2);
  /** @type {string[]} */
  const told = [];
  /** @type {Map<string, () => void>} */
  const ends = new Map();
  const job = (/** @type {string} */ name) =>
    pool.run(async () => {
      told.push(name);
      await new Promise((resolve) => ends.set(name, () => resolve(undefined)));
      if (name === 'b') throw new Error('b failed');
      return name;
    });
  const all = ['a', 'b', 'c', 'd'].map(job);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  assert.deepEqual(told, ['a', 'b']);
  ends.get('b')?.();
  await assert.rejects(all[1], { message: 'b failed' });
  await settle();
  assert.deepEqual(told, ['a', 'b', 'c'], 'one that fails makes room too');
  ends.get('c')?.();
  await settle();
  const late = job('e');
  assert.deepEqual(told, ['a', 'b', 'c', 'd']);
  for (const name of ['a', 'd']) ends.get(name)?.();
  await settle();
  ends.get('e')?.();
  assert.deepEqual(await Promise.all([all[0], all[2], all[3], late]), ['a', 'c', 'd', 'e']);
});

test('after how many numbers a sequence halves', () => {
  const falling = Array.from({ length: 60 }, (_, k) => 3 * 2 ** (-k / 7));
  assert.ok(Math.abs(Number(halvesEvery(falling)) - 7) < 1e-9);
  const wavy = falling.map((value, k) => value * (k % 2 ? 1.2 : 0.8));
  assert.ok(Math.abs(Number(halvesEvery(wavy)) - 7) < 0.2);
  const gone = falling.map((value, k) => (k > 40 ? 0 : value));
  assert.ok(Math.abs(Number(halvesEvery(gone)) - 7) < 1e-9, 'zeros are left out');
  assert.equal(halvesEvery([1, 2, 3, 4, 5, 6]), Infinity, 'it rises');
  assert.equal(halvesEvery([1, 0.5]), undefined, 'too few');
  assert.equal(halvesEvery([9, 3, 1, 0.3, 0.1, 0, 0, 0, 0, 0, 0, 0]), undefined, 'it is gone');
});
