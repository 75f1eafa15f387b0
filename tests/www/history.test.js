import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Network, Playground } from '../../www/pkg/lstm_playground.js';
import { Series } from '../../www/src/lib/series.js';
import { History, nextDue } from '../../www/src/worker/history.js';
import { Training } from '../../www/src/worker/training.js';

const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const TEXT = 'time goes on, and one can go back. '.repeat(30);
const CONFIG = { hiddenSize: 16, seqLen: 8, batchSize: 4, dropout: 0.1 };
const SAMPLING = { prompt: '', length: 20, temperature: 1, topK: 0, topP: 1, seed: 1 };

/** @param {number} bytes */
const snapshot = (bytes) => /** @type {any} */ ({ values: new Float32Array(bytes / 4) });

test('checkpoints are due at steps evenly spaced on a logarithmic scale', () => {
  /** @type {number[]} */
  const steps = [];
  for (let step = 0; step < 6000; step = nextDue(step)) steps.push(step);
  assert.deepEqual(
    steps,
    [0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000],
  );
});

test('a full history keeps the first and the newest checkpoint', () => {
  const history = new History(1000);
  for (let step = 0; step < 1e6; step = nextDue(step)) {
    assert.ok(history.isDue(step));
    history.add(step, snapshot(100));
    assert.ok(!history.isDue(step));
    const { steps } = history;
    assert.ok(steps.length <= 10, `${steps}`);
    assert.deepEqual([steps[0], steps.at(-1)], [0, step]);
    assert.ok(steps.every((kept) => history.at(kept)));
  }
  assert.ok(history.steps.length >= 5, `${history.steps}`);
});

test('of checkpoints of which two do not fit, the newest and the inspected one stay', () => {
  const half = new History(1000);
  for (const step of [0, 1, 2, 3]) half.add(step, snapshot(500));
  assert.deepEqual(half.steps, [0, 3], 'two fit');
  for (const bytes of [504, 1200]) {
    const large = new History(1000);
    for (const step of [0, 1, 2]) large.add(step, snapshot(bytes));
    assert.deepEqual(large.steps, [2]);
    large.inspected = 2;
    for (const step of [3, 5]) large.add(step, snapshot(bytes));
    assert.deepEqual(large.steps, [2, 5]);
  }
});

test('a model is copied at its first step, and a model that is never trained is not', async (t) => {
  const { mock: copies } = t.mock.method(Playground.prototype, 'snapshot');
  const { training, playground, pushed } = start();
  const request = { start: 0, count: 60, from: 0, shown: 40, layer: 0, unit: 3, index: 5 };
  await training.select({ ...request, quantity: 'f', clamps: [], lags: 0 });
  assert.deepEqual([pushed.get('inspection').step, copies.callCount()], [0, 0]);
  assert.ok(!pushed.has('history'));
  const hash = playground.weightsHash();
  await training.step();
  assert.deepEqual(pushed.get('history'), [0, 1]);
  await training.goBack(0);
  assert.equal(playground.weightsHash(), hash);
  const other = start();
  other.training.start();
  assert.deepEqual(other.pushed.get('history'), [0]);
  await other.training.pause();
});

test('a return to an earlier step forgets the later checkpoints', () => {
  const history = new History();
  for (const step of [0, 1, 2, 3, 5]) history.add(step, snapshot(4));
  history.goBackTo(2);
  assert.deepEqual(history.steps, [0, 1, 2]);
  assert.ok(!history.isDue(2) && history.isDue(3));
});

/** @returns {{training: Training, playground: Playground, pushed: Map<string, any>}} */
function start(config = {}) {
  const playground = new Playground(TEXT, { ...CONFIG, ...config });
  const pushed = new Map();
  const training = new Training(playground, {
    sampling: SAMPLING,
    hasValidation: false,
    push: (name, value) => pushed.set(name, value),
    onError: (error) => assert.fail(String(error)),
  });
  return { training, playground, pushed };
}

test('a run that returned to an earlier step continues with the same bits', async () => {
  const { training, playground, pushed } = start();
  const hashes = [playground.weightsHash()];
  for (let step = 1; step <= 12; step++) {
    await training.step();
    hashes.push(playground.weightsHash());
  }
  assert.deepEqual(pushed.get('history'), [0, 1, 2, 3, 5, 10]);
  for (const back of [5, 0]) {
    const { step, learningRate } = await training.goBack(back);
    assert.deepEqual([step, learningRate], [back, 0.005]);
    assert.equal(playground.weightsHash(), hashes[back]);
    for (let step = back + 1; step <= 12; step++) {
      await training.step();
      assert.equal(
        playground.weightsHash(),
        hashes[step],
        `step ${step} after going back to ${back}`,
      );
    }
  }
  await assert.rejects(training.goBack(7), /no checkpoint of step 7/);
});

test('an inspection of an earlier step shows that model, and does not affect training', async () => {
  const { training, playground, pushed } = start();
  const early = new Playground(TEXT, CONFIG);
  early.trainSteps(2);
  for (let step = 0; step < 12; step++) await training.step();
  const hash = playground.weightsHash();
  const request = {
    start: 0,
    count: 60,
    from: 0,
    shown: 40,
    layer: 0,
    unit: 3,
    index: 5,
    quantity: 'f',
    clamps: [],
    lags: 0,
  };
  await training.select(request);
  const now = pushed.get('inspection');
  assert.equal(now.step, 12);
  await training.queries.selectStep(2);
  const then = pushed.get('inspection');
  assert.equal(then.step, 2);
  assert.deepEqual(then.reading, early.inspect(TEXT.slice(0, 40)));
  assert.deepEqual(then.sums, early.gateSums(0, 3, 5));
  assert.notDeepEqual(then.reading, now.reading);
  const written = await training.writings.write({
    ...SAMPLING,
    clamps: [{ layer: 0, quantity: 'f', value: 0 }],
  });
  assert.deepEqual([written.step, written.unclamped.text], [2, early.generate(SAMPLING)]);
  assert.notEqual(written.clamped?.text, written.unclamped.text);
  // Every other answer comes from the current model.
  const sample = await training.writings.generate(SAMPLING);
  assert.deepEqual([sample?.step, sample?.text], [12, playground.generate(SAMPLING)]);
  assert.notDeepEqual(
    await training.queries.inspect({ text: 'back', model: 'now' }),
    early.inspect('back'),
  );
  assert.equal(playground.weightsHash(), hash);
  await training.step();
  assert.equal(pushed.get('inspection').step, 2, 'training continues out of view');
  await training.queries.selectStep('now');
  assert.equal(pushed.get('inspection').step, 13);
  assert.throws(
    () => playground.networkAt({ counters: new Float64Array(10), values: new Float32Array(3) }),
    {
      name: 'SnapshotError',
    },
  );
});

test('a selection within the page does not read the page again', async (t) => {
  const { training, playground, pushed } = start();
  await training.step();
  const request = { start: 0, count: 60, from: 0, shown: 40, layer: 0, unit: 3, index: 5 };
  const { mock: reads } = t.mock.method(Network.prototype, 'readPage');
  const look = async (/** @type {object} */ change) => {
    await training.select({ ...request, quantity: 'f', clamps: [], lags: 0, ...change });
    return pushed.get('inspection');
  };
  await look({});
  const { sums, reading } = await look({ index: 17 });
  assert.equal(reads.callCount(), 1);
  playground.inspect(TEXT.slice(0, 40));
  assert.deepEqual(sums, playground.gateSums(0, 3, 17));
  assert.notDeepEqual(sums, playground.gateSums(0, 3, 5));
  await training.queries.inspect({ text: 'one can', model: 'now' }); // reads with a network of its own
  assert.deepEqual(await look({ index: 17 }).then(({ sums }) => sums), sums);
  assert.equal(reads.callCount(), 1);
  await training.step();
  assert.notDeepEqual(
    (await look({ index: 17 })).reading,
    reading,
    'the page was read with other weights',
  );
});

test('an inspected step is never removed from a full history', () => {
  const history = new History(500);
  for (const step of [0, 1, 2, 3, 5]) history.add(step, snapshot(100));
  history.inspected = 3;
  for (let step = 10; step < 1e5; step = nextDue(step)) {
    history.add(step, snapshot(100));
    assert.ok(history.at(3), `${history.steps}`);
  }
  history.inspected = undefined;
  history.add(1e5, snapshot(100));
  assert.ok(history.steps.length <= 5, `${history.steps}`);
  assert.throws(() => history.at(4), {
    message: /^there is no checkpoint of step 4: choose one of 0, /,
  });
});

test('a rollback forgets the checkpoints after the last good step', async () => {
  const wild = { optimizer: 'adamw', learningRate: 10, gradClip: 0, hiddenSize: 64, numLayers: 3 };
  const { training, playground, pushed } = start({ ...wild, seqLen: 64, batchSize: 1, dropout: 0 });
  let failed;
  for (let step = 0; step < 3000 && !failed; step++) failed = await rejection(training.step());
  assert.equal(failed?.name, 'NotFiniteError', 'it must go wrong');
  const now = playground.steps();
  assert.equal(pushed.get('rolledBack'), now);
  assert.ok(pushed.get('history').every((/** @type {number} */ step) => step <= now));
});

/**
 * @param {Promise<unknown>} promise
 * @returns {Promise<any>} the reason of its rejection; undefined when it resolves
 */
const rejection = (promise) =>
  promise.then(
    () => undefined,
    (error) => error,
  );

test('a Train during the last inspection before a pause continues the training', async () => {
  // An inspection of so large a model takes several tasks.
  const { training, playground, pushed } = start({ hiddenSize: 256 });
  await training.select({
    ...{ start: 0, count: 900, from: 0, shown: 100, layer: 0, unit: 0, index: 0, quantity: 'cell' },
    clamps: [],
    lags: 0,
  });
  pushed.clear();
  training.start();
  while (!pushed.has('progress')) await new Promise((resolve) => setTimeout(resolve, 1));
  for (let turn = 0; turn < 20; turn++) {
    await training.pause();
    for (let task = 0; task < turn % 4; task++) await new Promise(setImmediate);
    training.start();
    const before = playground.steps();
    const deadline = performance.now() + 5000;
    while (playground.steps() === before && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.ok(playground.steps() > before, `training must continue, turn ${turn}`);
  }
  await training.pause();
});

test('a curve that was cut continues from the cut', () => {
  const series = new Series(4);
  for (let x = 1; x <= 10; x++) series.push(x, x);
  series.cut(6);
  assert.ok(series.x.every((x) => x <= 6) && series.x.length > 0, `${series.x}`);
  series.push(7, 7);
  assert.equal(series.x.at(-1), 7);
  series.cut(100);
  assert.equal(series.x.at(-1), 7);
});

test('an inspection that is refused is reported once, and training continues', async () => {
  const playground = new Playground(TEXT, CONFIG);
  /** @type {{name: string, value: any}[]} */
  const pushed = [];
  let resolve = () => {};
  /** @type {Promise<void>} */
  const trainedOn = new Promise((settle) => (resolve = settle));
  const failures = () => pushed.filter(({ name }) => name === 'inspectionFailed');
  const training = new Training(playground, {
    sampling: SAMPLING,
    hasValidation: false,
    push(name, value) {
      pushed.push({ name, value });
      if (name === 'progress' && failures().length > 0) resolve();
    },
    onError: (error) => assert.fail(String(error)),
  });
  training.start();
  const request = { start: 0, count: 60, from: 0, shown: 40, layer: 9, unit: 3, index: 5 };
  await training.select({ ...request, quantity: 'f', clamps: [], lags: 0 });
  await trainedOn;
  await training.pause();
  await training.step();
  assert.deepEqual(
    failures().map(({ value }) => value.name),
    ['SettingError'],
  );
});
