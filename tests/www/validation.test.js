import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
import { trainTo } from '../../www/src/worker/train-to.js';
import { Training } from '../../www/src/worker/training.js';
import { finish } from './support/finish.js';
import { WorkerTree } from './support/worker-tree.js';

/** @param {string} path relative to this file */
const read = (path) => readFileSync(new URL(path, import.meta.url));

initSync({ module: read('../../www/pkg/lstm_playground_bg.wasm') });

const TEXT = read('../fixtures/weights_hash_text.txt').toString();
/** The step of the stop, the hash of its weights, the best step and its bits per character. */
const STOPPED = read('../fixtures/stopped_run.txt').toString().trim();
const SIZES = { hiddenSize: 20, numLayers: 1, seqLen: 8, batchSize: 32, dropout: 0.2 };
const CONFIG = { ...SIZES, learningRate: 0.02, patience: 60 };
const SAMPLING = { prompt: '', length: 5, temperature: 1, topK: 0, topP: 1 };
/** The steps from one validation to the next. */
const INTERVAL = 10;

/** Sizes with passes that last several steps. */
const LONG_PASSES = { batchSize: 4 };

const make = (config = {}) => new Playground(TEXT, { ...CONFIG, ...config });

/** @param {Playground} playground */
function outcome(playground) {
  const { bestStep, bestBitsPerChar } = known(playground);
  return `${playground.steps()} ${playground.weightsHash()} ${bestStep} ${bestBitsPerChar}`;
}

/** @param {Playground} playground */
function known(playground) {
  const validation = playground.validation();
  assert.ok(validation, 'there is a result');
  return validation;
}

function start(config = {}, playground = make(config)) {
  /** @type {Record<string, any[]>} */
  const pushed = {};
  /** @type {(value: unknown) => void} */
  let end = () => {};
  const ended = new Promise((resolve) => (end = resolve));
  const training = new Training(playground, {
    sampling: SAMPLING,
    hasValidation: true,
    push(name, value) {
      (pushed[name] ??= []).push(value);
      if (name === 'ended') end(value);
    },
    onError: (error) => assert.fail(String(error)),
  });
  return { training, playground, pushed, ended };
}

test('training stops by itself at the step and with the best weights of every machine', () => {
  const playground = make();
  playground.trainSteps(10_000);
  assert.equal(outcome(playground), STOPPED);
  assert.equal(playground.stopReason(), 'patience');
  playground.trainFor(0);
  assert.equal(playground.stopReason(), undefined, 'a further step goes on');
});

for (const count of [1, 2, 3]) {
  test(`${count} workers stop at the same step, with the same best`, async (t) => {
    const workers = Array.from({ length: count }, () => make());
    const tree = new WorkerTree(workers).attachAll();
    t.after(() => tree.close());
    const [leader, ...replicas] = workers;
    while (!leader.stopReason()) await tree.dataParallel.trainFor(20);
    assert.equal(tree.size, count);
    assert.equal(outcome(leader), STOPPED);
    assert.ok(
      replicas.every((replica) => replica.validation()?.step !== leader.validation()?.step),
    );
    await tree.train(3); // shares of the step after the stop were ordered, and are repeated
    const alone = make();
    while (alone.steps() < leader.steps()) alone.trainSteps(leader.steps() - alone.steps());
    assert.equal(leader.weightsHash(), alone.weightsHash());
  });
}

test('the best network is a copy of the weights at the best step', () => {
  const playground = make();
  assert.deepEqual([playground.validation(), playground.bestNetwork()], [undefined, undefined]);
  playground.trainSteps(10_000);
  const best = playground.bestNetwork();
  assert.ok(best);
  const earlier = make({ patience: 0 });
  earlier.trainSteps(known(playground).bestStep);
  const text = TEXT.slice(0, 50);
  assert.deepEqual(best.inspect(text), earlier.inspect(text));
  const writing = best.generateText({ prompt: '1', length: 40, seed: 3 });
  playground.trainSteps(5);
  assert.equal(finish(writing), earlier.generate({ prompt: '1', length: 40, seed: 3 }));
});

test('maxSteps stops exactly, also without a validation text', () => {
  for (const validationFraction of [0, 0.1]) {
    const playground = make({ maxSteps: 23, validationFraction });
    assert.equal(playground.trainSteps(50).step, 23);
    assert.equal(playground.stopReason(), 'maxSteps');
    assert.equal(playground.trainFor(0).step, 24);
    assert.equal(playground.trainSteps(5).step, 29);
  }
});

test('validation changes no bit, and steps of shards are not validated', () => {
  const [validated, plain] = [make({ patience: 0 }), make({ patience: 0 })];
  validated.trainSteps(49);
  for (let step = 0; step < 49; step++) {
    plain.computeShards(0, plain.shards());
    plain.finishStep();
  }
  assert.equal(validated.weightsHash(), plain.weightsHash());
  assert.deepEqual([validated.validation()?.step, plain.validation()], [40, undefined]);
  make().validateStep(); // before the first step there is nothing to validate
});

test('the worker pushes the points at their steps, the figures, and the end', async () => {
  const { training, playground, pushed, ended } = start();
  training.start();
  const end = await ended;
  assert.equal(outcome(playground), STOPPED);
  assert.deepEqual(end, { reason: 'patience', step: playground.steps() });
  await training.pause();
  const { step, bitsPerChar, bestStep, bestBitsPerChar } = known(playground);
  const { baselineBitsPerChar, ...last } = pushed.progress[pushed.progress.length - 1];
  assert.deepEqual(
    [last.validationBitsPerChar, last.bestValidationBitsPerChar, last.bestStep],
    [bitsPerChar, bestBitsPerChar, bestStep],
  );
  const orders = pushed.baselines[pushed.baselines.length - 1].filter(
    (/** @type {{order: number}} */ { order }) => order >= 0,
  );
  const lowest = Math.min(...orders.map((/** @type {any} */ each) => each.bitsPerChar));
  assert.equal(baselineBitsPerChar, lowest);
  const points = pushed.validation;
  assert.ok(points.every((point, i) => i === 0 || point.step > points[i - 1].step));
  assert.ok(points.every((point) => point.step % INTERVAL === 0 || point.step === end.step));
  assert.ok(points.some((point) => point.step === step && point.bitsPerChar === bitsPerChar));
});

test('Train goes on after the end', async () => {
  const { training, playground, pushed, ended } = start({ maxSteps: 12 });
  training.start();
  assert.deepEqual(await ended, { reason: 'maxSteps', step: 12 });
  training.start();
  while (playground.steps() < 30) await new Promise(setImmediate);
  await training.pause();
  assert.equal(pushed.ended.length, 1);
});

test('a pause adds a point of its step, which is never the best', async () => {
  const { training, playground, pushed } = start({ patience: 0 });
  for (let step = 0; step < 19; step++) await training.step();
  training.start();
  await training.pause();
  while (pushed.validation?.at(-1)?.step !== playground.steps()) {
    await new Promise(setImmediate);
  }
  const { step, bestStep } = known(playground);
  assert.ok(step % INTERVAL === 0 && bestStep % INTERVAL === 0);
  assert.equal(pushed.validation.at(-1).bitsPerChar, playground.evaluate()?.bitsPerChar);
});

test('a return to an earlier step restores its best', async () => {
  const { training, playground } = start({ patience: 0 });
  const results = [];
  for (let step = 1; step <= 35; step++) {
    await training.step();
    results[step] = playground.validation();
  }
  assert.notDeepEqual(results[30], results[20]);
  const { validation } = await training.goBack(20);
  assert.deepEqual(validation, results[20]);
  for (let step = 21; step <= 35; step++) {
    await training.step();
    assert.deepEqual(playground.validation(), results[step], `step ${step}`);
  }
});

test('a run that is copied to another worker at every step has the same best and stop', () => {
  let playground = make(LONG_PASSES);
  while (!playground.stopReason()) {
    playground.trainSteps(1);
    const copy = make(LONG_PASSES);
    copy.restore(playground.snapshot());
    assert.deepEqual(copy.snapshot(), playground.snapshot());
    playground.free();
    playground = copy;
  }
  const alone = make(LONG_PASSES);
  alone.trainSteps(10_000);
  assert.equal(outcome(playground), outcome(alone));
});

test('the counters and the values of a validation in a snapshot are checked', () => {
  const playground = make();
  playground.trainSteps(2 * INTERVAL); // a pass has begun
  const { counters, values } = playground.snapshot();
  const [BEST, PASS, PORTIONS, BEST_LOSS] = [7, 8, 9, 17];
  const changed = (/** @type {[number, number][]} */ ...changes) => {
    const copy = counters.slice();
    for (const [index, x] of changes) copy[index] = x;
    return { counters: copy, values };
  };
  for (const [snapshot, message] of /** @type {[object, RegExp][]} */ ([
    [{ counters: counters.slice(0, 17), values }, /^the snapshot has 17 counters/],
    [{ counters: new Float64Array(5000), values }, /^the snapshot has 5000 counters/],
    [{ counters, values: values.slice(1) }, new RegExp(`has ${values.length - 1} values`)],
    [changed([BEST, 0]), new RegExp(`has ${values.length} values`)],
    [changed([PASS, 0]), new RegExp(`has ${values.length} values`)],
    [changed([PASS, 0.5]), /the counter 0.5/],
    [changed([PORTIONS, 1e6]), /a validation pass of another text/],
    [changed([BEST_LOSS, NaN]), /a constant out of its range/],
  ])) {
    for (const act of [() => playground.restore(/** @type {any} */ (snapshot))]) {
      assert.throws(act, { name: 'SnapshotError', message });
    }
  }
  assert.deepEqual(playground.snapshot(), { counters, values });
});

test('an experiment is neither validated at steps nor stopped', async () => {
  const playground = make({ maxSteps: 5, patience: 1 });
  const { step, validationBits } = await trainTo(playground, 33);
  const alone = make({ patience: 0 });
  alone.trainSteps(33);
  assert.equal(playground.weightsHash(), alone.weightsHash());
  assert.deepEqual([step, validationBits], [33, alone.evaluate()?.bitsPerChar]);
  assert.deepEqual([playground.validation(), playground.stopReason()], [undefined, undefined]);
});
