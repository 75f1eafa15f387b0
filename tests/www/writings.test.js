import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { initSync, Network, Playground, Task } from '../../www/pkg/lstm_playground.js';
import { nextTask } from '../../www/src/lib/next-task.js';
import { Training } from '../../www/src/worker/training.js';
import { WeightsLock } from '../../www/src/worker/weights-lock.js';
import { Writer } from '../../www/src/worker/writer.js';

const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
const { memory } = initSync({ module: readFileSync(wasm) });

const TEXT = 'two texts wait for each other, and training for none. '.repeat(20);
const SAMPLING = { prompt: '', length: 100_000, temperature: 1, topK: 0, topP: 1, seed: 1 };

/** @type {Playground} */
let playground;
/** @type {Training} */
let training;
/** @type {{name: string, value: any}[]} */
let pushed;

/** @param {object} [config] */
function start(config) {
  playground = new Playground(TEXT, { hiddenSize: 32, seqLen: 8, batchSize: 2, ...config });
  pushed = [];
  training = new Training(playground, {
    sampling: { ...SAMPLING, length: 20 },
    hasValidation: false,
    push: (name, value) => pushed.push({ name, value }),
    onError: (error) => assert.fail(String(error)),
  });
}

beforeEach(() => start());
afterEach(async () => {
  mock.restoreAll();
  await training.pause();
});

/** @param {string} wanted */
const values = (wanted) => pushed.filter(({ name }) => name === wanted).map(({ value }) => value);

/**
 * @param {() => boolean} isTrue
 * @param {string} what
 */
async function until(isTrue, what) {
  for (let turn = 0; turn < 100_000; turn++) {
    if (isTrue()) return;
    await new Promise(setImmediate);
  }
  assert.fail(`never ${what}`);
}

const written = () =>
  values('sampleText')
    .map(({ text }) => text)
    .join('');

test('training and a text take turns, and the text is that of the model at its beginning', async () => {
  await training.step();
  const whole = playground.generate(SAMPLING);
  const writing = training.writings.generate({ ...SAMPLING, id: 7 });
  training.start();
  await until(() => written().length > 0, 'written');
  const [step, length] = [playground.steps(), written().length];
  await until(() => playground.steps() > step + 50 && written().length > length, 'both');
  training.writings.stop({ id: 7, isDiscarded: false });
  const sample = await writing;
  assert.deepEqual([sample?.step, sample?.seed, sample?.prompt], [1, 1, '']);
  const text = String(sample?.text);
  assert.ok(text.length > length && text.length < whole.length, `${text.length} letters`);
  assert.ok(whole.startsWith(text));
  assert.ok(text.startsWith(written()));
  assert.ok(sample?.copied, 'its copied piece is found');
  assert.deepEqual([...new Set(values('sampleText').map(({ id }) => id))], [7]);
});

test('a live sample is short where the clock is too coarse for a slice', async () => {
  mock.method(performance, 'now', () => 0);
  for (let i = 1; i <= 2; i++) {
    await training.step();
    assert.equal(values('sample').at(-1).text.length, 20, `sample ${i}`);
  }
});

test('texts share the turns between two slices of training, which take half its time', async () => {
  let now = 0;
  mock.method(performance, 'now', () => now);
  /** @type {string[]} */
  const slices = [];
  const weightsLock = new WeightsLock();
  const checkpoints = { idle: Promise.resolve() };
  const rate = { milliseconds: 300 };
  const writer = new Writer({ weightsLock, checkpoints, rate });
  /** @param {string} name */
  const write = (name) => {
    const task = {
      runFor(/** @type {number} */ milliseconds) {
        slices.push(name);
        now += milliseconds;
      },
      part: () => name,
      free() {},
    };
    const network = /** @type {any} */ ({ generateText: () => task });
    const isStopped = () => slices.length > 100;
    return writer.write({ network, step: 0, isBest: false }, SAMPLING, { isStopped });
  };
  const texts = Promise.all([write('a'), write('b')]);
  while (slices.length <= 100) {
    await weightsLock.change(async () => {
      await nextTask();
      slices.push('|');
      now += rate.milliseconds;
    });
    await nextTask();
  }
  await texts;
  const turns = slices.join('').split('|').slice(1, -1);
  assert.ok(turns.length >= 10);
  // 150 ms in slices of 20, and the two in turn.
  for (const [at, turn] of turns.entries()) assert.equal(turn, turns[at % 2]);
  assert.deepEqual(turns.slice(0, 2).toSorted(), ['aaaaaaaa', 'bbbbbbbb']);
});

test('texts on demand are written one after the other, and one that waits can leave', async () => {
  const options = { ...SAMPLING, length: 3000 };
  const first = training.writings.generate({ ...options, id: 1 });
  const second = training.writings.generate({ ...options, id: 2, seed: 2 });
  const third = training.writings.generate({ ...options, id: 3, seed: 3 });
  training.writings.stop({ id: 2, isDiscarded: false });
  assert.equal(await second, undefined);
  assert.equal((await first)?.text, playground.generate(options));
  assert.equal((await third)?.text, playground.generate({ ...options, seed: 3 }));
  const ids = values('sampleText').map(({ id }) => id);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  );
  training.writings.stop({ id: 1, isDiscarded: false }); // it has ended
});

test('a text that is thrown away ends at once', async () => {
  const writing = training.writings.generate({ ...SAMPLING, id: 4 });
  await until(() => written().length > 0, 'written');
  const { mock: slices } = mock.method(Task.prototype, 'runFor');
  training.writings.stop({ id: 4, isDiscarded: true });
  const sample = await writing;
  assert.ok(slices.callCount() <= 1, `${slices.callCount()} slices`);
  assert.equal(sample?.copied, undefined, 'nobody reads its copied piece');
});

test('an error in the options frees the copy, and the next text is written', async () => {
  const { mock: frees } = mock.method(Network.prototype, 'free');
  for (const [options, name] of /** @type {const} */ ([
    [{ prompt: 'Ω' }, 'UnknownCharError'],
    [{ topP: 2 }, 'SettingError'],
    [{ model: 'first' }, 'SettingError'],
  ])) {
    const request = /** @type {any} */ ({ ...SAMPLING, ...options });
    await assert.rejects(training.writings.generate(request), { name });
  }
  assert.equal(frees.callCount(), 2, 'there was no third copy');
  const sample = await training.writings.generate({ ...SAMPLING, length: 5 });
  assert.equal(sample?.text.length, 5);
  assert.equal(frees.callCount(), 3);
});

test('the copies of a large model leave no memory behind', async () => {
  start({ hiddenSize: 512 });
  const write = () => training.writings.generate({ ...SAMPLING, length: 1 });
  await write();
  await Promise.all([write(), write()]);
  const { byteLength } = memory.buffer;
  await Promise.all(Array.from({ length: 20 }, write));
  assert.equal(memory.buffer.byteLength, byteLength);
});
