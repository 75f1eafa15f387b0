import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { countWeights } from '../../www/src/cells/count-weights.js';
import { hiddenSizeFor } from '../../www/src/settings/hidden-size-for.js';
import { defaultSampling, suggestedConfig } from '../../www/src/settings/settings.js';
import { raceResults } from '../../www/src/experiments/race-results.js';
import { nextStop, Race, runsOf } from '../../www/src/experiments/race.js';
import { WorkerPool } from '../../www/src/experiments/worker-pool.js';
import { CoreBudget } from '../../www/src/runs/core-budget.js';
import { baselineLevels } from '../../www/src/settings/baseline-names.js';
import { memoryText } from '../../www/src/texts/memory-text.js';
import { fullNames, shortNames } from '../../www/src/views/experiments/race-names.js';
import { raceVerdict } from '../../www/src/views/experiments/race-verdict.js';
import { initSync, lagText, Playground } from '../../www/pkg/lstm_playground.js';
import { nodeLoaders } from './support/node-session.js';

initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

/** @param {string} text */
const sampleOf = (text) => ({ step: 1, prompt: '', text, seed: 1 });

test('the last slice ends at the last step of a race of any length', () => {
  for (const steps of [1, 7, 39, 40, 41, 500, 100_000]) {
    let step = 0;
    let slices = 0;
    while (step < steps) {
      const next = nextStop(step, steps);
      assert.ok(next > step && next <= steps, `${step} to ${next} of ${steps}`);
      step = next;
      slices++;
    }
    assert.equal(slices, Math.min(steps, Math.max(40, steps / 100)), `${steps} steps`);
  }
});

test('entries get the hidden sizes that give them as many weights as the first', () => {
  const config = suggestedConfig(10_000, 60);
  const configs = ['lstm', 'rnn', 'gru'].map((cell) => ({ ...config, cell, seed: 4 }));
  const counts = { chars: 10_000, distinctChars: 60 };
  const options = /** @type {any} */ ({ configs, counts, seeds: 2, isEqual: true });
  const runs = runsOf(options);
  assert.deepEqual(
    runs.map(({ entry, config }) => [entry, config.cell, config.seed]),
    [4, 5].flatMap((seed) => configs.map(({ cell }, entry) => [entry, cell, seed])),
  );
  const [lstm, rnn, gru] = runs;
  assert.equal(lstm.config.hiddenSize, config.hiddenSize);
  for (const { weights } of [rnn, gru]) {
    assert.ok(Math.abs(weights / lstm.weights - 1) < 0.02, `${weights} of ${lstm.weights}`);
  }
  assert.ok(rnn.config.hiddenSize > gru.config.hiddenSize);
  const [same] = runsOf({ ...options, isEqual: false, seeds: 1 });
  assert.equal(same.weights, countWeights(config, 60));
  assert.equal(hiddenSizeFor({ ...config, cell: 'rnn' }, 60, 1), 1);
  assert.equal(hiddenSizeFor({ ...config, cell: 'rnn' }, 60, 1e12), 1024);
});

/**
 * @param {number[]} bits
 * @returns {import('../../www/src/shared/protocol.js').TrainedTo[]}
 */
const reportsOf = (bits) =>
  bits.map((validationBits, i) => ({
    step: 10 * (i + 1),
    bitsPerChar: 9,
    gradNorm: 1,
    validationBits,
    chars: 100,
    milliseconds: 50,
  }));
const config = suggestedConfig(0, 0);
const nameOf = (/** @type {{cell: string}} */ { cell }) => cell;

test('the band of an entry covers its complete runs', () => {
  /**
   * @param {number[]} bits
   * @param {string} [text]
   */
  const run = (bits, text) => ({
    entry: 0,
    config,
    weights: 7,
    reports: reportsOf(bits),
    sample: text ? sampleOf(text) : undefined,
  });
  const runs = [run([4, 2, 3], 'a'), run([2, 4, 5], 'b'), run([9, 9])];
  const [both] = raceResults(runs, nameOf);
  assert.deepEqual(both.x, [10, 20, 30]);
  assert.deepEqual(both.y, [3, 3, 4]);
  assert.deepEqual(both.band, { low: [2, 2, 3], high: [4, 4, 5] });
  assert.deepEqual(both.lowest, { step: 10, bits: 3 });
  assert.deepEqual(
    [both.charsPerSecond, both.milliseconds, both.sample, both.isValidation],
    [2000, 150, sampleOf('a'), true],
  );
  const [before] = raceResults([run([]), run([])], nameOf);
  assert.deepEqual([before.y, before.lowest], [[], undefined]);
  const [first] = raceResults([run([4, 2]), run([])], nameOf);
  assert.deepEqual(first.y, [4, 2], 'no run is complete: the curve of the first with reports');
});

test('a failed run is reported and excluded from the mean', () => {
  const failed = { entry: 0, config, weights: 8, reports: reportsOf([8, 7]), problem: 'diverged' };
  const complete = {
    ...failed,
    reports: reportsOf([6, 5, 4]),
    sample: sampleOf('a'),
    problem: undefined,
  };
  const [alone] = raceResults([failed], nameOf);
  assert.deepEqual([alone.y, alone.problem], [[8, 7], 'diverged']);
  const [both] = raceResults([failed, complete], nameOf);
  assert.deepEqual([both.y, both.problem], [[6, 5, 4], 'diverged']);
});

test('networks are named by their cells, and by the settings in which they differ', () => {
  const [lstm, rnn] = /** @type {const} */ (['lstm', 'rnn']).map((cell) => ({
    ...config,
    cell,
    hiddenSize: 32,
  }));
  assert.deepEqual(shortNames([lstm, rnn]), ['lstm', 'rnn']);
  assert.deepEqual(fullNames([lstm, rnn]), ['lstm, 32 units', 'rnn, 32 units']);
  const closed = { ...lstm, forgetBias: -1, numLayers: 2 };
  const three = [lstm, closed, { ...rnn, optimizer: /** @type {const} */ ('sgd') }];
  assert.deepEqual(shortNames(three), ['lstm 1', 'lstm 2', 'rnn 3']);
  assert.deepEqual(fullNames(three), [
    'lstm 1, 32 units, forget bias 1, adam',
    'lstm 2, 2 × 32 units, forget bias −1, adam',
    'rnn 3, 32 units, sgd',
  ]);
  assert.deepEqual(fullNames([{ ...rnn, gradClip: 0 }, rnn]), [
    'rnn 1, 32 units, not clipped',
    'rnn 2, 32 units, clipped at 5',
  ]);
});

test('a sentence tells the result of a race', () => {
  const x = [100, 200];
  const ended = (/** @type {number[]} */ ...y) => ({ x: x.slice(0, y.length), y });
  for (const [results, names, seeds, expected] of /** @type {const} */ ([
    [[], [], 1, ''],
    [[ended(1, 0.5)], ['lstm'], 1, ''],
    [[ended(), ended()], ['lstm', 'rnn'], 1, ''],
    [
      [ended(1, 0.61), ended(2, 1.02)],
      ['lstm', 'rnn'],
      1,
      'After 200 steps the lstm is at 0.61 bits a letter, the rnn at 1.02. The lstm guesses better.',
    ],
    [
      [ended(1, 1.02), ended(2, 0.99)],
      ['lstm', 'rnn'],
      1,
      'After 200 steps the lstm is at 1.02 bits a letter, the rnn at 0.99. None is clearly ahead.',
    ],
    // One that failed is compared where it ended.
    [
      [ended(1), ended(2, 0.5)],
      ['lstm', 'rnn'],
      1,
      'After 100 steps the lstm is at 1.00 bits a letter, the rnn at 2.00. The lstm guesses better.',
    ],
    [
      [ended(2, 2), ended(), ended(1, 1), ended(3, 3)],
      ['lstm', 'gru', 'rnn', 'peephole'],
      3,
      'After 200 steps the lstm is at 2.00 bits a letter, the rnn at 1.00, the peephole at 3.00 ' +
        '(means of 3 seeds). The rnn guesses best.',
    ],
  ])) {
    assert.equal(raceVerdict(results, names, seeds), expected);
  }
});

test('a race has the losses of counting on its unseen text', async () => {
  /** @type {import('./support/node-worker.js').NodeWorker[]} */
  const workers = [];
  const resources = { ...nodeLoaders(workers), pool: new WorkerPool(new CoreBudget(() => 1)) };
  const race = new Race(resources, () => {});
  const text = 'who runs, and who is first? she who runs first is first. '.repeat(20);
  const small = { hiddenSize: 4, seqLen: 8, batchSize: 2, workers: 1 };
  const config = { ...suggestedConfig(text.length, 17), ...small };
  const counts = { chars: text.length, distinctChars: 17 };
  const sampling = { ...defaultSampling, prompt: '', length: 1 };
  const options = /** @type {any} */ ({ text, counts, configs: [config, config], sampling });
  await race.start({ ...options, steps: 2, seeds: 1, isEqual: false });
  for (const worker of workers) worker.terminate();
  const alone = new Playground(text, config);
  const counted = [-1, 0, 1, 2, 3, 4, 5].map((order) => ({
    order,
    bitsPerChar: alone.baselineFor(order, 60_000),
  }));
  assert.deepEqual(race.baselines, counted);
  const names = baselineLevels(race.baselines).map(({ name }) => name);
  assert.deepEqual(names.slice(0, 2), ['pure guessing', 'letter counts']);
  assert.equal(names.length, 3, 'and the best of the longer ones');
});

test('the text that needs memory is as its description says', () => {
  const { text: source, counts } = memoryText;
  const { text } = lagText(source.task, source.lag, source.chars, source.seed);
  assert.equal(new Set(text).size, counts.distinctChars);
  assert.ok(text.length >= counts.chars && text.length < counts.chars + 2 * source.lag + 2);
  for (const line of text.trim().split('\n')) {
    assert.equal(line.lastIndexOf('a') + 1, line.length / 2, line);
  }
});
