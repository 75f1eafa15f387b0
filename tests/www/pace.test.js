import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { Pace } from '../../www/src/worker/pace.js';
import { Training } from '../../www/src/worker/training.js';
import { TrainingRate } from '../../www/src/worker/training-rate.js';
import { settle } from './support/fake-session.js';

const ALWAYS = () => true;

/** @type {Pace} */
let pace;
/** @type {number | undefined} milliseconds of the rest that has ended */
let rested;
/** Milliseconds on the clock. */
let now = 0;

/** @param {number} milliseconds */
async function pass(milliseconds) {
  now += milliseconds;
  mock.timers.tick(milliseconds);
  await settle();
}

/** @param {number} spent milliseconds of a slice */
async function rest(spent, isWanted = ALWAYS) {
  rested = undefined;
  pace.rest(spent, isWanted).then((milliseconds) => (rested = milliseconds));
  await settle();
}

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  now = 0;
  mock.method(performance, 'now', () => now);
  pace = new Pace();
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test('a training that shares no core never rests, and sets no timer', async () => {
  const timer = mock.method(globalThis, 'setTimeout');
  await rest(40);
  assert.deepEqual([rested, timer.mock.callCount()], [0, 0]);
});

test('a rest lasts until the slice has taken its share of the time', async () => {
  pace.share = 1 / 50;
  await rest(40);
  await pass(1959);
  assert.equal(rested, undefined);
  await pass(1);
  assert.equal(rested, 1960);
});

test('another share changes the rest that is under way', async () => {
  pace.share = 1 / 50;
  await rest(40);
  await pass(100);
  pace.share = 1 / 5;
  await settle();
  assert.equal(rested, undefined);
  await pass(60);
  assert.equal(rested, 160);
  await rest(40);
  pace.share = 1;
  await settle();
  assert.equal(rested, 0);
});

test('a rest that is no longer wanted ends at once', async () => {
  let isWanted = true;
  pace.share = 1 / 50;
  await rest(40, () => isWanted);
  await pass(100);
  isWanted = false;
  pace.interrupt();
  await settle();
  assert.equal(rested, 100);
});

test('a computer that slept for an hour in a slice does not rest for fifty', async () => {
  pace.share = 1 / 50;
  await rest(3_600_000);
  await pass(10_000);
  assert.equal(rested, 10_000);
});

test('a clock that jumps back does not prolong a rest', async () => {
  pace.share = 1 / 5;
  now = 1e9;
  await rest(40);
  now = 0;
  await pass(160);
  assert.notEqual(rested, undefined);
});

test('the speed counts the rests, as the reader sees the steps', () => {
  const rate = new TrainingRate();
  assert.equal(rate.add(400, 40), 10_000);
  let speed = 0;
  for (let i = 0; i < 5; i++) {
    rate.rest(1960);
    speed = rate.add(400, 40);
  }
  assert.ok(speed > 190 && speed < 210, `${speed} characters a second, of 400 in two seconds`);
  assert.deepEqual([rate.chars, rate.milliseconds], [400, 40], 'those of the slice');
});

const TEXT = 'a rest between the slices. '.repeat(20);
const SAMPLING = { prompt: '', length: 20, temperature: 1, topK: 0, topP: 1 };
const CONFIG = { hiddenSize: 16, seqLen: 8, batchSize: 2 };

const SELECTION = {
  ...{ start: 0, count: 20, from: 0, shown: 10, layer: 0, unit: 1, index: 3, quantity: 'f' },
  ...{ lags: 2, clamps: [] },
};

/** Begins a training whose first rest lasts for good, and waits until it rests. */
async function train() {
  initSync({
    module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
  });
  /** @type {string[]} */
  const pushed = [];
  // Every look at the clock lasts a while, so that slices end.
  performance.now = () => (now += 10);
  const playground = new Playground(TEXT, CONFIG);
  const training = new Training(playground, {
    ...{ sampling: SAMPLING, hasValidation: false },
    push: (name) => void pushed.push(name),
    onError: (error) => assert.fail(String(error)),
  });
  ({ pace } = training);
  pace.share = 1 / 50;
  const resting = new Promise((resolve) => {
    const rest = pace.rest.bind(pace);
    mock.method(pace, 'rest', (/** @type {Parameters<typeof rest>} */ ...args) => {
      setImmediate(resolve);
      return rest(...args);
    });
  });
  training.start();
  await resting;
  return { playground, training, pushed };
}

const PROMPT = { timeout: 20_000 };

test(
  'Pause, Step, Write and Train are answered in a rest, and no bit changes',
  PROMPT,
  async () => {
    const { playground, training } = await train();
    const sample = await training.writings.generate({ ...SAMPLING, seed: 1 });
    assert.equal(sample?.text.length, 20);
    const { step } = training.progress;
    await training.pause();
    assert.equal(playground.steps(), step);
    await training.step();
    assert.equal(playground.steps(), step + 1);
    training.start();
    while (playground.steps() === step + 1) await settle();
    await training.pause();
    const alone = new Playground(TEXT, CONFIG);
    alone.trainSteps(playground.steps());
    assert.equal(playground.weightsHash(), alone.weightsHash());
  },
);

test('another selection is inspected in a rest, and while no slice is due', PROMPT, async () => {
  const { playground, training, pushed } = await train();
  const inspections = () => pushed.filter((name) => name === 'inspection').length;
  const before = inspections();
  const step = playground.steps();
  await training.select(/** @type {any} */ (SELECTION));
  assert.equal(inspections(), before + 1);
  await training.select(/** @type {any} */ ({ ...SELECTION, unit: 2 }));
  assert.equal(inspections(), before + 2);
  assert.equal(playground.steps(), step, 'it still rests');
  await training.pause();
});
