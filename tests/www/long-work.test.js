import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { longWork } from '../../www/src/worker/long-work.js';
import { Training } from '../../www/src/worker/training.js';

const SMALL = { hiddenSize: 128, numLayers: 1, batchSize: 32, seqLen: 64 };
const LARGE = { hiddenSize: 1024, numLayers: 3, batchSize: 32, seqLen: 64 };

let now = 0;
/** @type {number[]} milliseconds of silence that the page was told of */
let told;

beforeEach(() => {
  now = 0;
  told = [];
  mock.method(performance, 'now', () => now);
  longWork.tell = (silence) => told.push(silence);
});

afterEach(() => {
  mock.restoreAll();
  longWork.tell = () => {};
});

/**
 * @param {number} milliseconds that a shard takes
 * @param {number} [count]
 */
const compute = (milliseconds, count = 1) =>
  longWork.run('shard', count, () => (now += count * milliseconds));

test('work that is short on any machine is not announced', () => {
  longWork.begin(SMALL, 65, 8);
  for (let i = 0; i < 10; i++) compute(2);
  longWork.run('check', 1, () => (now += 5));
  assert.deepEqual(told, []);
});

test('a model is announced before it is made, by its size and that of the text', () => {
  longWork.create(SMALL, 200_000);
  longWork.create(LARGE, 5_000_000);
  const [small, large] = told;
  assert.ok(small > 10_000 && small < 12_000, `for a busy computer that starts: ${small}`);
  assert.ok(large > 35_000, String(large));
});

test('the first long piece may take as long as on a slow machine, the next ten times as long as it', () => {
  longWork.begin(LARGE, 65, 8);
  const forward = 8 * 1024 ** 2 * 5 + 2 * 65 * 1024;
  compute(1200);
  compute(1200);
  assert.deepEqual(told, [(forward * 3 * 256) / 0.5e6, 12_000]);
  compute(1200, 3);
  assert.equal(told[2], 36_000, 'of three pieces');
});

test('a slow moment is remembered, and fades', () => {
  longWork.begin(LARGE, 65, 8);
  for (const milliseconds of [500, 2000, 500]) compute(milliseconds);
  assert.equal(told.at(-1), 20_000);
  for (let i = 0; i < 50; i++) compute(500);
  assert.ok(Number(told.at(-1)) < 5100, `${told.at(-1)} ms`);
});

test('pieces that are quick here are no longer announced', () => {
  longWork.begin({ ...SMALL, hiddenSize: 512, numLayers: 2 }, 65, 8);
  compute(200);
  assert.equal(told.length, 1);
  compute(200);
  assert.equal(told.length, 1);
});

test('the gradient reach in a large model is announced, by the letters that it reads', () => {
  longWork.begin(LARGE, 65, 8);
  longWork.run('reach', 100, () => (now += 100));
  longWork.run('reach', 400, () => (now += 400));
  assert.deepEqual(
    told.map((silence) => silence >= 4000),
    [true, true],
  );
});

test('the update of a large model is announced, and a shard of it that has few letters', () => {
  longWork.begin({ ...LARGE, batchSize: 1, seqLen: 8 }, 65, 1);
  compute(1400);
  longWork.run('pass', 1, () => (now += 700));
  assert.deepEqual(
    told.map((silence) => silence > 7000),
    [true, true],
  );
  longWork.begin(SMALL, 65, 8);
  longWork.run('pass', 1, () => (now += 1));
  assert.equal(told.length, 2);
});

/** A training of a small model. */
function newTraining() {
  initSync({
    module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
  });
  const playground = new Playground('a letter '.repeat(20), { hiddenSize: 4, seqLen: 4 });
  return new Training(playground, {
    sampling: { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1 },
    hasValidation: false,
    push: () => {},
    onError: (error) => assert.fail(String(error)),
  });
}

test('the first copy of a model in training is announced', async () => {
  const training = newTraining();
  longWork.begin(LARGE, 65, 8); // as if it were large
  training.start();
  assert.equal(told.length, 1);
  await training.pause();
});

test('every other copy of a model is announced', async () => {
  const training = newTraining();
  const { queries, writings } = training;
  await training.step();
  const sampling = { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1 };
  /** @type {Record<string, () => Promise<unknown>>} */
  const acts = {
    'a return to an earlier step': () => training.goBack(0),
    'an inspected step': () => queries.selectStep(0),
    'a text of that step': () => writings.write(sampling),
    'a text': () => writings.generate(sampling),
    'a model for another text': () => queries.charModel('now'),
    'a checkpoint': () => queries.checkpoint(),
  };
  for (const [name, act] of Object.entries(acts)) {
    told = [];
    longWork.begin(LARGE, 65, 8); // as if it were large
    await act();
    assert.ok(told.length > 0, name);
  }
});

test('a sleep in the middle of a piece announces no more than a slow machine needs', () => {
  longWork.begin(LARGE, 65, 8);
  compute(1200);
  const [most] = told;
  compute(3_600_000);
  compute(1200);
  assert.equal(told.at(-1), most);
});

test('another model is another beginning', () => {
  longWork.begin(LARGE, 65, 8);
  compute(1200);
  longWork.begin(SMALL, 65, 8);
  compute(2);
  assert.equal(told.length, 1);
});

test('an error of the work is passed on', () => {
  longWork.begin(SMALL, 65, 8);
  const fail = () => {
    throw new RangeError('no memory');
  };
  assert.throws(() => longWork.run('shard', 1, fail), RangeError);
});
