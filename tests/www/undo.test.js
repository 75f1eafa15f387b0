import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { factsOf } from '../../www/src/runs/coach-facts.js';
import { lineOn } from '../../www/src/runs/coach-rules.js';
import { follow } from '../../www/src/runs/remedies.js';
import { FakeSession, settle } from './support/fake-session.js';

const TEXT = 'ab'.repeat(10);

/** @type {FakeSession} */
let fake;
/** @type {FakeSession['session']} */
let session;

beforeEach(() => {
  fake = new FakeSession();
  ({ session } = fake);
});

afterEach(() => session.destroy());

/**
 * A run with a checkpoint at its last step.
 *
 * @param {number} step
 * @param {number} [charsPerSecond] of the 8 letters of a step
 */
async function trainTo(step, charsPerSecond = 100) {
  await fake.train();
  report(step, charsPerSecond);
}

/**
 * @param {number} step
 * @param {number} [charsPerSecond]
 */
function report(step, charsPerSecond = 100) {
  const value = { step, bitsPerChar: 1, learningRate: 0.005, charsPerSecond };
  fake.newest.say({ push: 'progress', value });
}

/** @param {string} text that the reader chooses */
async function pick(text) {
  session.setText(text);
  session.restarts.request();
  await settle();
}

/**
 * Answers the Pause of a worker whose run has made way, with its checkpoint.
 *
 * @param {number} step
 */
async function leave(step, worker = fake.workers[0]) {
  await settle();
  const value = { counters: Float64Array.of(step), values: new Float32Array(1) };
  worker.say({ push: 'checkpoint', value });
  worker.answer('pause');
  await settle();
  return value;
}

const line = () => lineOn(factsOf(session));

/** Follows the button of the coach's line. */
async function undo() {
  const { remedy } = line();
  assert.equal(remedy?.label, 'Undo');
  const following = follow(session, /** @type {any} */ (remedy));
  following.catch(() => {});
  await settle();
}

test('another text restarts a training run, and Undo brings back text, settings and run', async () => {
  session.choose('hiddenSize', 7);
  await trainTo(307);
  session.choose('learningRate', 0.001);
  await fake.answer('setLearningRate', 0.001);
  const { record } = session;
  await pick('abba');
  assert.equal(fake.workers.length, 2);
  await fake.make();
  await fake.answer('train');
  report(2);
  assert.deepEqual([session.status, session.record.progress?.step], ['training', 2]);
  assert.equal(line().message, 'Restarted with the new text.');
  const saved = await leave(307);
  assert.ok(fake.workers[0].isTerminated, 'its workers are freed');

  session.choose('hiddenSize', 9);
  await undo();
  assert.equal(fake.workers.length, 3);
  assert.ok(fake.workers[1].isTerminated);
  const { text, checkpoint, config } = fake.sent('create')[0];
  assert.deepEqual([text, checkpoint, config.hiddenSize], [TEXT, saved, 7]);
  await fake.make(307, 0.001);
  await fake.answer('train');
  assert.deepEqual([session.status, session.record.progress?.step], ['training', 307]);
  assert.equal(session.record, record);
  assert.equal(session.draft.text, TEXT);
  const { hiddenSize, learningRate } = session.draft.settings.values;
  assert.deepEqual([hiddenSize, learningRate], [7, 0.001]);
  assert.equal(session.isOutdated, false);
  assert.equal(session.earlier.newest, undefined);
});

test('another size restarts a paused run as idle, and Undo brings it back paused', async () => {
  await trainTo(50);
  await fake.pause();
  session.choose('hiddenSize', 9);
  session.restarts.request();
  await settle();
  await leave(50);
  assert.equal(session.status, 'idle');
  assert.equal(line().message, 'Ready to start with the new settings. Kept for Undo: 50 steps.');
  await undo();
  await fake.make(50);
  assert.deepEqual([session.status, session.record.progress?.step], ['paused', 50]);
  assert.notEqual(session.draft.config.hiddenSize, 9);
});

test('after two quick changes Undo leads back to the learnt run', async () => {
  await trainTo(307);
  await pick('abba');
  await fake.make();
  await fake.answer('train');
  report(3);
  await pick('baab');
  await leave(307);
  assert.ok(fake.workers[1].isTerminated, 'a run of a moment is not kept');
  await undo();
  assert.equal(fake.sent('create')[0].text, TEXT);
});

test('a change while the first worker starts leaves nothing to undo', async () => {
  session.setText(TEXT);
  const training = session.train();
  const rejected = assert.rejects(training, { name: 'AbortError' });
  await settle();
  await pick('abba');
  await rejected;
  assert.ok(fake.workers[0].isTerminated);
  await fake.make();
  await fake.answer('train');
  assert.deepEqual([session.status, fake.sent('create')[0].text], ['training', 'abba']);
  assert.equal(session.earlier.newest, undefined);
});

test('a change while the worker of a restart starts keeps the run before it', async () => {
  await trainTo(307);
  await pick('abba');
  await pick('baab');
  await leave(307);
  await fake.make();
  await fake.answer('train');
  assert.equal(fake.sent('create')[0].text, 'baab');
  await undo();
  assert.equal(fake.sent('create')[0].text, TEXT);
});

test('Undo before the old run has left waits for its checkpoint', async () => {
  await trainTo(307);
  await pick('abba');
  await fake.make();
  await fake.answer('train');
  await undo();
  assert.equal(fake.workers.length, 2);
  const saved = await leave(307);
  assert.equal(fake.workers.length, 3);
  assert.equal(fake.sent('create')[0].checkpoint, saved);
});

test('a run whose worker dies on leaving continues from its last checkpoint', async () => {
  await trainTo(307);
  fake.save(300);
  await pick('abba');
  await fake.make();
  await fake.answer('train');
  fake.workers[0].say({ fatal: 'unreachable' });
  await settle();
  await fake.make(300);
  await fake.answer('pause');
  assert.equal(session.status, 'training');
  await undo();
  assert.equal(fake.sent('create')[0].checkpoint.counters[0], 300);
});

test('a run that dies without a checkpoint cannot be brought back', async () => {
  await trainTo(307);
  await pick('abba');
  await fake.make();
  await fake.answer('train');
  fake.isRefused = true;
  fake.workers[0].say({ fatal: 'unreachable' });
  await settle();
  assert.equal(session.earlier.newest, undefined);
  assert.deepEqual([session.status, fake.errors], ['training', []]);
});

test('when the worker of the restart fails, Undo stands beside the error', async () => {
  await trainTo(307);
  fake.isRefused = true;
  await pick('abba');
  await leave(307);
  assert.equal(session.status, 'idle');
  assert.equal(line().kind, 'problem');
  fake.isRefused = false;
  await undo();
  await fake.make(307);
  assert.deepEqual([session.status, session.error], ['paused', undefined]);
});

test('wrong settings restart nothing until they are right, and neither does an empty text', async () => {
  await trainTo(307);
  session.choose('hiddenSize', 0);
  session.restarts.request();
  await settle();
  assert.deepEqual([session.status, line().rule], ['training', 'setting not allowed']);
  session.choose('hiddenSize', 5);
  session.restarts.request();
  await settle();
  assert.equal(fake.workers.length, 2);
  await fake.make();
  await fake.answer('train');
  await pick('');
  assert.deepEqual([session.status, line().rule], ['training', 'no other text']);
  assert.equal(fake.workers.length, 2);
});

test('a text that is typed counts after a second of rest, or with Train', async (t) => {
  await trainTo(307);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (const text of ['abb', 'abba']) {
    session.setText(text);
    session.restarts.request(1000);
    t.mock.timers.tick(900);
  }
  assert.equal(line().rule, 'restart due');
  t.mock.timers.tick(100);
  await settle();
  assert.equal(fake.sent('create')[0].text, 'abba');
  await fake.make();
  await fake.answer('train');
  session.setText('baab');
  session.restarts.request(1000);
  session.restarts.now();
  await settle();
  assert.equal(fake.sent('create')[0].text, 'baab');
});

test('a change by the host page waits for its reset, which leaves nothing to undo', async () => {
  await trainTo(307);
  session.setText('abba');
  session.choose('hiddenSize', 5);
  await session.restarts.now();
  await settle();
  assert.deepEqual([session.status, fake.workers.length], ['training', 1]);
  assert.equal(line().rule, 'changes wait');
  await session.reset();
  assert.deepEqual([session.status, line().remedy], ['idle', undefined]);
});

test('a Reset by the reader can be undone', async () => {
  await trainTo(307);
  await session.reset({ isByReader: true });
  await leave(307);
  assert.equal(line().message, 'Ready to start anew. Kept for Undo: 307 steps.');
  await undo();
  await fake.make(307);
  assert.deepEqual([session.status, session.record.progress?.step], ['paused', 307]);
});

test('more than a minute of training is never lost by Undo', async () => {
  await trainTo(307);
  await pick('abba');
  await leave(307);
  await fake.make();
  await fake.answer('train');
  report(1000); // 80 seconds
  const second = fake.newest;
  await undo();
  await leave(1000, second);
  await fake.make(307);
  await fake.answer('train');
  assert.equal(session.earlier.newest?.text, 'abba');
  await undo();
  assert.equal(fake.sent('create')[0].text, 'abba');
});
