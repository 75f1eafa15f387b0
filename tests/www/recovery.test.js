import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
import { CoreBudget } from '../../www/src/runs/core-budget.js';
import { Session } from '../../www/src/runs/session.js';
import { NodeWorker } from './support/node-worker.js';

const wasm = new WebAssembly.Module(
  readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
);
initSync({ module: wasm });

const TEXT = 'what dies begins again where it was, bit by bit. '.repeat(40);
/** Four workers can share a step of this batch. */
const CONFIG = { hiddenSize: 24, numLayers: 2, seqLen: 12, batchSize: 32, dropout: 0.1 };
const [RATE, LOWER_RATE] = [0.005, 0.001];
const GONE = 'You can no longer go back to the steps before it.';

/** @type {NodeWorker[]} */
let workers;
/** @type {Session} */
let session;
/** @type {string[]} */
let errors;

beforeEach(() => {
  Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
  workers = [];
  errors = [];
  session = new Session({
    createWorker() {
      workers.push(new NodeWorker());
      queueMicrotask(() => session.dispatchEvent(new Event('started')));
      return workers[workers.length - 1].asWorker();
    },
    loadWasm: async () => wasm,
    cores: new CoreBudget(() => 1),
  });
  session.addEventListener('error', (event) => {
    errors.push(/** @type {CustomEvent} */ (event).detail.name);
  });
});

afterEach(() => {
  void session.reset();
  mock.timers.reset();
  mock.restoreAll();
});

const stepNow = () => session.record.progress?.step ?? 0;

/**
 * Waits for an event of the session after which a condition holds.
 *
 * @param {string} type
 * @param {() => boolean} isTrue
 */
async function until(type, isTrue) {
  while (!isTrue()) {
    await new Promise((resolve) => session.addEventListener(type, resolve, { once: true }));
  }
}

/** @param {number} step */
const reach = (step) => until('step', () => stepNow() >= step);

/** @param {number} count of recoveries */
const recovered = (count) => until('error', () => errors.length >= count);

/** @param {object} config */
async function startTraining(config = {}, text = TEXT) {
  session.setText(text);
  const chosen = { ...CONFIG, learningRate: RATE, ...config };
  for (const [name, value] of Object.entries(chosen)) session.choose(name, value);
  await session.train();
}

/**
 * Trains up to a step, where the run pauses; a slice of training may pass it.
 *
 * @param {number} step
 */
async function trainTo(step) {
  await session.train();
  await reach(step - 40);
  await session.pause();
  while (stepNow() < step) await session.step();
}

const hash = async () => (await session.model?.ready())?.weightsHash();

/**
 * The hash of the weights of a run that nothing interrupts.
 *
 * @param {number} steps
 * @param {number} [lowerFrom] the first step with the lower learning rate
 */
function hashAfter(steps, lowerFrom = steps) {
  const playground = new Playground(TEXT, { ...CONFIG, learningRate: RATE });
  playground.trainSteps(lowerFrom);
  playground.setLearningRate(LOWER_RATE);
  if (steps > lowerFrom) playground.trainSteps(steps - lowerFrom);
  return playground.weightsHash();
}

for (const count of [1, 2, 4]) {
  test(`a death at step 300 of 500 changes no bit with ${count} workers`, async () => {
    await startTraining({ workers: count });
    await reach(100);
    await session.pause(); // with a checkpoint
    const paused = stepNow();
    await session.train();
    await reach(300);
    workers[0].die('error');
    await recovered(1);
    assert.equal(session.status, 'training');
    assert.equal(session.error, undefined);
    const [, from, rest] =
      /^The training worker stopped: its legs gave way\. Training continued from step (\d+)\. (.*)$/.exec(
        session.notice,
      ) ?? assert.fail(session.notice);
    // On a busy machine there is a later checkpoint.
    assert.ok(Number(from) >= paused, session.notice);
    assert.equal(rest, GONE);
    await until('step', () => session.record.progress?.workers === count);
    await trainTo(500);
    assert.equal(await hash(), hashAfter(stepNow()));
    assert.deepEqual(errors, ['WorkerDiedError']);
    assert.equal(workers.length, 2 * count);
    const { x } = session.record.training;
    assert.ok(
      x.every((step, i) => i === 0 || step > x[i - 1]),
      'the curve continues from there',
    );
  });
}

for (const count of [1, 2]) {
  test(`deaths change neither the best nor the stop with ${count} workers`, async () => {
    const text = readFileSync(
      new URL('../fixtures/weights_hash_text.txt', import.meta.url),
      'utf8',
    );
    const stopped = readFileSync(new URL('../fixtures/stopped_run.txt', import.meta.url), 'utf8');
    const [step, hashAtStop, bestStep, bestBits] = stopped.trim().split(' ');
    const sizes = { hiddenSize: 20, numLayers: 1, seqLen: 8, batchSize: 32, dropout: 0.2 };
    const config = { ...sizes, learningRate: 0.02, patience: 60, workers: count };
    await startTraining(config, text);
    // Each step has a checkpoint; the last ones are in the middle of a validation pass.
    const makeSteps = async () => {
      for (let i = 0; i < 25; i++) await session.step();
    };
    await makeSteps();
    await session.train();
    workers[0].die('error'); // in training
    await recovered(1);
    await makeSteps();
    workers[count].die('error'); // in a pause
    await recovered(2);
    await session.train();
    await until('state', () => session.status === 'paused');
    const { progress } = session.record;
    assert.equal(await hash(), hashAtStop);
    assert.deepEqual(
      [progress?.step, progress?.bestStep, progress?.bestValidationBitsPerChar],
      [Number(step), Number(bestStep), Number(bestBits)],
    );
    await session.train(); // goes on after the stop
    await reach(Number(step) + 20);
  });
}

test('a worker that traps before its first checkpoint is replaced at step 0', async () => {
  await startTraining();
  await reach(20); // at once, on any machine
  workers[0].die('trap');
  await recovered(1);
  assert.match(
    session.notice,
    /^The training worker stopped: its code failed, .* \(unreachable\)\. .* from step 0\.$/,
  );
  await trainTo(120);
  assert.equal(await hash(), hashAfter(stepNow()));
});

test('a silent worker is replaced like one that died', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  await startTraining();
  await reach(50);
  await session.pause();
  const paused = stepNow();
  const before = await hash();
  workers[0].fallSilent();
  // One check at a time: these timers would go on with a check that has ended itself.
  for (let check = 0; check < 60 && !workers[0].isTerminated; check++) mock.timers.tick(500);
  await recovered(1);
  assert.match(session.notice, /silent for \d+ seconds\. Train continues from step/);
  assert.deepEqual([session.status, stepNow()], ['paused', paused]);
  assert.equal(await hash(), before);
  assert.equal(workers.length, 2);
});

test('a learning rate chosen before a death applies to the same steps after it', async () => {
  await startTraining();
  await reach(50);
  await session.pause();
  const lowered = stepNow();
  session.choose('learningRate', LOWER_RATE);
  await session.train();
  await reach(lowered + 20); // before another checkpoint
  workers[0].die('trap');
  await recovered(1);
  assert.match(session.notice, new RegExp(`from step ${lowered}\\. ${GONE}$`));
  await trainTo(200);
  assert.equal(await hash(), hashAfter(stepNow(), lowered));
  assert.equal(session.draft.settings.values.learningRate, LOWER_RATE);
  assert.equal(session.model?.config.learningRate, LOWER_RATE);
});

test('a run that returned to an earlier step before a death continues from that step', async () => {
  await startTraining();
  await reach(100);
  session.choose('learningRate', LOWER_RATE);
  await reach(150);
  const back = session.record.steps[1];
  await session.goBack(back);
  assert.equal(session.draft.settings.values.learningRate, RATE);
  workers[0].die('error');
  await recovered(1);
  assert.match(session.notice, new RegExp(`Train continues from step ${back}\\. ${GONE}$`));
  assert.equal(session.status, 'paused');
  await trainTo(200);
  assert.equal(await hash(), hashAfter(stepNow()));
  assert.equal(session.record.steps[0], back, 'the history starts anew');
});

test('a worker that dies while it copies a checkpoint is replaced', async () => {
  await startTraining();
  await reach(50);
  await session.pause();
  const paused = stepNow();
  await session.train();
  await reach(paused + 50);
  workers[0].die('copy');
  await session.pause();
  await recovered(1);
  assert.match(session.notice, new RegExp(`Train continues from step ${paused}\\. ${GONE}$`));
  await trainTo(300);
  assert.equal(await hash(), hashAfter(stepNow()));
});

test('a death during the writing of a sample ends the sample, and training continues', async () => {
  await startTraining();
  await reach(50);
  const generating = session.generate({ length: 100_000 });
  await new Promise(setImmediate);
  workers[0].die('error');
  await assert.rejects(generating, { name: 'WorkerDiedError' });
  await recovered(1);
  await reach(100);
  assert.equal(session.status, 'training');
  assert.deepEqual(errors, ['WorkerDiedError']);
});

test('a second death at the same step stops the training, which Train resumes', async () => {
  await startTraining();
  await reach(50);
  await session.pause(); // with a checkpoint
  const paused = stepNow();
  workers[0].die('trap'); // in the next slice
  await session.train();
  await until('started', () => workers.length === 2);
  workers[1].addEventListener('message', (event) => {
    if ('id' in /** @type {MessageEvent} */ (event).data) workers[1].die('trap');
  });
  await until('state', () => session.status === 'failed');
  assert.equal(
    session.error?.message,
    `The training worker stopped again near step ${paused}: its code failed, perhaps for want of memory (unreachable). Train tries again from step ${paused}; Reset starts over.`,
  );
  assert.equal(workers.length, 2);
  await trainTo(300);
  assert.deepEqual([session.error, workers.length], [undefined, 3]);
  assert.equal(await hash(), hashAfter(stepNow()));
});

test('a reset during the start of new workers leaves nothing of the run', async () => {
  await startTraining();
  await reach(50);
  workers[0].die('error');
  await until('started', () => workers.length === 2);
  await session.reset();
  assert.equal(session.status, 'idle');
  await startTraining();
  await reach(10);
  assert.deepEqual([errors, session.notice], [[], '']);
  assert.ok(workers[1].isTerminated);
});
