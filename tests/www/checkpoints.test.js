import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Checkpoints } from '../../www/src/worker/checkpoints.js';
import { WeightsLock } from '../../www/src/worker/weights-lock.js';

let now = 0;
let step = 0;
/** The number of slices of a copy, and the milliseconds of each. */
let slices = 1;
let duration = 0;
let slicesRun = 0;
/** @type {{name: string, value: any, transfer?: Transferable[]}[]} */
let pushed;

beforeEach(() => {
  now = 0;
  step = 0;
  slices = 1;
  duration = 0;
  slicesRun = 0;
  pushed = [];
  mock.method(performance, 'now', () => now);
});

afterEach(() => mock.restoreAll());

/** A model with nothing but a step and a checkpoint. */
const playground = /** @type {import('../../www/pkg/lstm_playground.js').Playground} */ (
  /** @type {unknown} */ ({
    steps: () => step,
    copyCheckpoint() {
      let left = slices;
      return {
        runFor() {
          now += duration;
          slicesRun++;
          if (--left > 0) return undefined;
          return { counters: Float64Array.of(step), values: new Float32Array(4) };
        },
      };
    },
  })
);

/** @param {number} bytes */
function make(bytes = 16, weightsLock = new WeightsLock()) {
  const checkpoints = new Checkpoints(playground, {
    weightsLock,
    push: (name, value, transfer) => void pushed.push({ name, value, transfer }),
  });
  checkpoints.bytes = bytes;
  return checkpoints;
}

test('a checkpoint is due after five seconds of training, and again after five more', async () => {
  const checkpoints = make();
  assert.deepEqual([checkpoints.isDue(4999), checkpoints.isDue(5000)], [false, true]);
  await checkpoints.send(5040);
  assert.deepEqual([checkpoints.isDue(10_039), checkpoints.isDue(10_040)], [false, true]);
});

test('copying takes at most a hundredth of the training time', async () => {
  const checkpoints = make();
  slices = 4;
  duration = 30;
  await checkpoints.send(5000);
  assert.deepEqual([checkpoints.isDue(16_999), checkpoints.isDue(17_000)], [false, true]);
});

test('a checkpoint of more than 128 MiB is never due during training, but can be sent', async () => {
  const [small, large] = [make(128 * 2 ** 20), make(128 * 2 ** 20 + 1)];
  assert.deepEqual([small.isDue(1e9), large.isDue(1e9)], [true, false]);
  await large.sendNew(1e9);
  assert.equal(pushed.length, 1);
});

test('a checkpoint is transferred, and a second one of the same step is not sent', async () => {
  const checkpoints = make();
  step = 7;
  await Promise.all([checkpoints.sendNew(0), checkpoints.sendNew(0)]);
  assert.equal(pushed.length, 1);
  const [{ name, value, transfer }] = pushed;
  assert.equal(name, 'checkpoint');
  assert.deepEqual(transfer, [value.counters.buffer, value.values.buffer]);
  await checkpoints.send(0);
  assert.equal(pushed.length, 2, 'an explicit request sends it again');
});

test('messages are handled between the slices of a copy, and no step is made', async () => {
  const weightsLock = new WeightsLock();
  const checkpoints = make(16, weightsLock);
  slices = 500;
  const sent = checkpoints.send(0);
  const copied = weightsLock.change(() => slicesRun);
  await new Promise(setImmediate);
  assert.ok(slicesRun < slices, 'a message is handled before the end');
  assert.equal(await copied, slices, 'a step is made after the end');
  await sent;
});
