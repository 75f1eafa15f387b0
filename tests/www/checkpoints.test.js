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

function make(weightsLock = new WeightsLock()) {
  return new Checkpoints(playground, {
    weightsLock,
    push: (name, value, transfer) => void pushed.push({ name, value, transfer }),
  });
}

/**
 * @param {Checkpoints} checkpoints
 * @param {number} moment
 */
function isDueAt(checkpoints, moment) {
  now = moment;
  return checkpoints.isDue;
}

test('a checkpoint is due after five seconds, and again five after the last one', async () => {
  const checkpoints = make();
  assert.deepEqual([isDueAt(checkpoints, 4999), isDueAt(checkpoints, 5040)], [false, true]);
  await checkpoints.send();
  assert.deepEqual([isDueAt(checkpoints, 10_039), isDueAt(checkpoints, 10_040)], [false, true]);
});

test('copying takes at most a ninetieth of the time', async () => {
  const checkpoints = make();
  slices = 4;
  duration = 30;
  await checkpoints.send();
  assert.deepEqual([isDueAt(checkpoints, 10_799), isDueAt(checkpoints, 10_800)], [false, true]);
});

test('a checkpoint is due when the clock was set back', async () => {
  now = 3_600_000;
  const checkpoints = make();
  await checkpoints.send();
  assert.equal(isDueAt(checkpoints, 3_600_001), false);
  assert.equal(isDueAt(checkpoints, 1000), true);
});

test('a checkpoint is transferred, and a second one of the same step is not sent', async () => {
  const checkpoints = make();
  step = 7;
  await Promise.all([checkpoints.sendNew(), checkpoints.sendNew()]);
  assert.equal(pushed.length, 1);
  const [{ name, value, transfer }] = pushed;
  assert.equal(name, 'checkpoint');
  assert.deepEqual(transfer, [value.counters.buffer, value.values.buffer]);
  await checkpoints.send();
  assert.equal(pushed.length, 2, 'an explicit request sends it again');
});

test('messages are handled between the slices of a copy, and no step is made', async () => {
  const weightsLock = new WeightsLock();
  const checkpoints = make(weightsLock);
  slices = 500;
  const sent = checkpoints.send();
  const copied = weightsLock.change(() => slicesRun);
  await new Promise(setImmediate);
  assert.ok(slicesRun < slices, 'a message is handled before the end');
  assert.equal(await copied, slices, 'a step is made after the end');
  await sent;
});
