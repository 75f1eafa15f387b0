import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeModel } from '../../www/src/files/model-file.js';
import { hashWeights, openRun } from '../../www/src/runs/saved-runs.js';
import { nodeSession } from './support/node-session.js';

/** @typedef {import('../../www/src/runs/session.js').Session} Session */
/** @typedef {import('./support/node-worker.js').NodeWorker} NodeWorker */

const TEXT = 'what is taken away and put back goes on where it was. '.repeat(40);
const CONFIG = { hiddenSize: 24, seqLen: 12, batchSize: 8, dropout: 0.1, patience: 0 };

/** @type {NodeWorker[]} */
let workers;
/** @type {string[]} */
let states;
/** @type {string[]} */
let errors;
/** @type {Session} */
let session;

beforeEach(async () => {
  Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
  [workers, states, errors] = [[], [], []];
  session = nodeSession(workers);
  session.addEventListener('state', (event) => {
    states.push(/** @type {CustomEvent} */ (event).detail.state);
  });
  session.addEventListener('error', (event) => {
    errors.push(/** @type {CustomEvent} */ (event).detail.message);
  });
  session.setText(TEXT);
  for (const [name, value] of Object.entries(CONFIG)) session.choose(name, value);
});

afterEach(() => session.reset());

const stepNow = () => session.record.progress?.step ?? 0;
const living = () => workers.filter(({ isTerminated }) => !isTerminated).length;

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

/** Compares the weights with those of a training without interruption. */
async function checkWeights() {
  const whole = new Playground(TEXT, session.draft.config);
  whole.trainSteps(stepNow());
  assert.equal(await hashWeights(session), whole.weightsHash());
}

test('a training that leaves frees its workers, and trains on with the same bits', async () => {
  await session.train();
  await reach(20);
  const { record } = session;
  await session.leave();
  const left = stepNow();
  const { x } = record.training;
  assert.deepEqual([living(), states.at(-1)], [0, 'training'], 'nobody hears of the pause');
  await session.comeBack();
  assert.deepEqual([session.record, session.status], [record, 'training']);
  assert.deepEqual(record.training.x.slice(0, x.length), x, 'the curve is the same');
  assert.ok(stepNow() >= left, `it goes on from ${left}, not from ${stepNow()}`);
  await reach(left + 20);
  await session.pause();
  await checkWeights();
  assert.deepEqual([workers.length, living(), errors], [2, 1, []]);
});

test('a training that comes back before it has left goes on with its worker', async () => {
  await session.train();
  await reach(20);
  const leaving = session.leave();
  const left = stepNow();
  await session.comeBack();
  await leaving;
  await reach(left + 20);
  assert.deepEqual([session.status, workers.length, living(), errors], ['training', 1, 1, []]);
  await session.pause();
  await checkWeights();
});

test('a training that leaves and comes back many times at once trains on', async () => {
  await session.train();
  await reach(20);
  const moves = [];
  for (let i = 0; i < 5; i++) moves.push(session.leave(), session.comeBack());
  await Promise.all(moves);
  const left = stepNow();
  await reach(left + 20);
  assert.deepEqual([session.status, living(), errors], ['training', 1, []]);
  await session.pause();
  await checkWeights();
});

test('a paused run comes back paused, with its choices', async () => {
  await session.step();
  await session.step();
  session.selection.choose({ unit: 5 });
  session.chooseSampling('prompt', 'what');
  await session.leave();
  assert.equal(living(), 0);
  await session.comeBack();
  await session.model?.ready();
  const { selection, samplingValues, status } = session;
  assert.deepEqual([status, stepNow(), living()], ['paused', 2, 1]);
  assert.deepEqual([selection.unit, samplingValues.prompt], [5, 'what']);
  await session.step();
  await checkWeights();
});

test('a run that is being made when it leaves is made when it comes back', async () => {
  const training = session.train();
  const leaving = session.leave();
  await assert.rejects(training, { name: 'AbortError' });
  await leaving;
  assert.equal(living(), 0);
  await session.comeBack();
  await reach(1);
  assert.deepEqual([session.status, living(), errors], ['training', 1, []]);
});

test('a text that the reader was typing restarts the run that comes back', async () => {
  await session.train();
  await reach(5);
  session.setText('another text, typed to the end. '.repeat(20));
  session.restarts.request(60_000);
  await session.leave();
  assert.equal(session.restarts.isPending, false, 'no timer starts it meanwhile');
  await session.comeBack().catch(({ name }) => assert.equal(name, 'AbortError'));
  const { text } = session.draft;
  await until('state', () => session.model?.text === text && session.status === 'training');
  assert.equal(session.earlier.newest?.run?.text, TEXT);
});

test('a text and settings that come while it is away count when it is back', async () => {
  const text = 'while it was away. '.repeat(30);
  await session.step();
  await session.leave();
  session.setText(text);
  await session.comeBack();
  assert.deepEqual([session.isStale, session.draft.text], [true, text]);
  await session.reset();
  await session.step();
  assert.equal(session.model?.text, text);
});

test('an Undo while it leaves waits for no worker of a tag that is gone', async () => {
  await session.train();
  await reach(20);
  await session.reset({ isByReader: true });
  const undoing = session.undo.back();
  await session.leave();
  await undoing;
  assert.equal(living(), 0);
  assert.equal(session.status, 'idle');
  await session.comeBack();
  await session.undo.back();
  await until('state', () => session.status === 'paused');
  assert.deepEqual([session.draft.text, stepNow() >= 20], [TEXT, true]);
});

test('a run whose worker dies while it leaves comes back from its checkpoint', async () => {
  await session.train();
  await reach(20);
  await session.pause();
  await session.train();
  await reach(stepNow() + 20);
  const leaving = session.leave();
  workers[0].die('error');
  await leaving;
  assert.equal(living(), 0);
  await session.comeBack();
  await reach(stepNow() + 20);
  await session.pause();
  await checkWeights();
});

test('a model without a text comes back, and writes the same', async () => {
  const playground = new Playground(TEXT, CONFIG);
  playground.trainSteps(20);
  const config = playground.config();
  const { separator } = config;
  await openRun(session, writeModel({ config, separator, ...playground.network().model() }));
  const options = { prompt: 'what', length: 60, seed: 3 };
  const written = await session.generate(options);
  await session.leave();
  assert.equal(living(), 0);
  await session.comeBack();
  assert.equal(await session.generate(options), written);
  assert.equal(await hashWeights(session), playground.weightsHash());
  assert.deepEqual([session.status, session.draft.text, errors], ['paused', '', []]);
});

test('a run that has failed stays so, and Train tries again', async () => {
  await session.step();
  await session.pause();
  for (let death = 1; death <= 3; death++) {
    workers[workers.length - 1].die('error');
    await until('error', () => errors.length === death);
    if (death < 3) await session.model?.ready();
  }
  assert.equal(session.status, 'failed');
  const { error } = session;
  await session.leave();
  await session.comeBack();
  assert.deepEqual([session.status, session.error, living()], ['failed', error, 0]);
  await session.step();
  assert.equal(stepNow(), 2);
  await checkWeights();
});
