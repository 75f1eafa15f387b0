import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
import { Training } from '../../www/src/worker/training.js';

/** @param {string} path relative to this file */
const read = (path) => readFileSync(new URL(path, import.meta.url));

initSync({ module: read('../../www/pkg/lstm_playground_bg.wasm') });

const TEXT = 'as old as the last one that was kept, and no older. '.repeat(40);
const CONFIG = { hiddenSize: 4, numLayers: 1, seqLen: 8, batchSize: 4, patience: 0, workers: 1 };
const SAMPLING = { prompt: 'a', length: 4, temperature: 1, topK: 0, topP: 1, seed: 1 };

let now = 0;
/** The milliseconds of a step. */
let stepTime = 0;

beforeEach(() => {
  now = 0;
  mock.method(performance, 'now', () => (now += 0.01));
});
afterEach(() => mock.restoreAll());

/**
 * Trains for so many seconds of a clock; returns the greatest age of the newest checkpoint in seconds:
 * what a death would lose at the worst moment.
 *
 * @param {number} seconds
 * @param {object} [options]
 * @param {number} [options.copy] milliseconds of copying a checkpoint
 * @param {(training: Training) => unknown} [options.meanwhile]
 */
async function oldest(seconds, { copy = 0, meanwhile = () => {} } = {}) {
  const playground = new Playground(TEXT, CONFIG);
  const { computeShards, copyCheckpoint } = playground;
  playground.computeShards = (first, end) => {
    now += (stepTime * (end - first)) / playground.shards();
    computeShards.call(playground, first, end);
  };
  playground.trainFor = (milliseconds) => {
    const end = now + milliseconds;
    for (;;) {
      now += stepTime;
      const report = playground.trainSteps(1);
      if (now >= end) return report;
    }
  };
  playground.copyCheckpoint = () => {
    const task = copyCheckpoint.call(playground);
    let left = 10;
    return /** @type {any} */ ({
      runFor() {
        now += copy / 10;
        return --left > 0 ? undefined : task.runFor(60_000);
      },
    });
  };
  /** @type {Map<number, number>} the last moment of each step that was reported */
  const moments = new Map([[0, 0]]);
  let saved = 0;
  let age = 0;
  let checkpoints = 0;
  const ended = new Promise((resolve) => {
    const training = new Training(playground, {
      sampling: SAMPLING,
      hasValidation: false,
      onError: assert.ifError,
      push(name, value) {
        age = Math.max(age, now - Number(moments.get(saved)));
        if (name === 'progress') {
          moments.set(playground.steps(), now);
          if (now < 1000 * seconds) return;
          resolve(training.pause());
        }
        if (name === 'checkpoint') {
          [saved] = /** @type {{counters: Float64Array}} */ (value).counters;
          checkpoints++;
        }
      },
    });
    training.start();
    meanwhile(training);
  });
  await ended;
  return { age: age / 1000, checkpoints };
}

for (const [what, milliseconds] of /** @type {const} */ ([
  ['short', 9],
  ['long', 300],
])) {
  test(`the newest checkpoint of a model with ${what} steps is at most ten seconds old`, async (t) => {
    stepTime = milliseconds;
    const { age, checkpoints } = await oldest(60);
    t.diagnostic(`${age.toFixed(1)} s at most, ${checkpoints} checkpoints in a minute`);
    assert.ok(age <= 10, `${age} s`);
    assert.ok(checkpoints <= 14, `${checkpoints} checkpoints`);
  });
}

test('a text that is written meanwhile makes no checkpoint older', async (t) => {
  stepTime = 9;
  const { age } = await oldest(60, {
    meanwhile: (training) => void training.writings.generate({ ...SAMPLING, length: 5000 }),
  });
  t.diagnostic(`${age.toFixed(1)} s at most`);
  assert.ok(age <= 10, `${age} s`);
});

for (const copy of [200, 1000]) {
  test(`a checkpoint that takes ${copy} ms is at most a hundred times as old`, async (t) => {
    stepTime = copy / 4;
    const { age, checkpoints } = await oldest(0.35 * copy, { copy });
    t.diagnostic(`${age.toFixed(1)} s at most, ${checkpoints} checkpoints`);
    assert.ok(age <= copy / 10, `${age} s`);
    assert.ok(checkpoints >= 3, 'there are some');
  });
}

test('a clock that is set back delays no checkpoint', async (t) => {
  stepTime = 9;
  const back = 3_600_000;
  const { age } = await oldest(60, {
    meanwhile() {
      // An hour back, and from there on as before.
      let jumped = 0;
      mock.method(performance, 'now', () => {
        now += 0.01;
        if (now > 7000) jumped = back;
        return now - jumped;
      });
    },
  });
  t.diagnostic(`${age.toFixed(1)} s at most`);
  assert.ok(age <= 10, `${age} s`);
});
