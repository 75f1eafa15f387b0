import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { follow } from '../../www/src/runs/remedies.js';
import { taskOf } from '../../www/src/texts/lag-tasks.js';
import { FakeSession, settle, textReport } from './support/fake-session.js';

/** @type {FakeSession['workers']} */
let workers;
/** @type {FakeSession['session']} */
let session;
/** @type {any[]} */
let events;

beforeEach(() => {
  ({ session, workers } = new FakeSession());
  events = [];
  for (const type of ['state', 'error']) {
    session.addEventListener(type, (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      events.push(detail.state ?? detail.name);
    });
  }
});

afterEach(() => session.reset());

/** @returns {FakeSession['workers'][number]} the last one that was started */
const newest = () => workers[workers.length - 1];

/**
 * Lets the newest worker answer that it has the model.
 *
 * @param {{step?: number, learningRate?: number}} [state]
 */
async function make({ step = 0, learningRate = 0.005 } = {}) {
  await settle();
  newest().answer('create', { textReport, vocabulary: 'ab', mostWorkers: 1, step, learningRate });
  await settle();
}

async function startTraining() {
  session.setText('ab'.repeat(10));
  const training = session.train();
  await make();
  newest().answer('train');
  await training;
}

/**
 * Lets the newest worker push a step, with the learning rate in force.
 *
 * @param {number} step
 */
const progress = (step, learningRate = 0.005) =>
  newest().say({ push: 'progress', value: { step, bitsPerChar: 1.5, learningRate } });

/**
 * A checkpoint with the fields that the page reads.
 *
 * @param {number} step
 */
const checkpoint = (step) => ({ counters: Float64Array.of(step), values: new Float32Array(1) });

/** The learning rate that the settings show. */
const shownRate = () => session.draft.settings.values.learningRate;

test('a sampling option that is not allowed stops no training: its default is in force', async () => {
  session.chooseSampling('temperature', 9e9);
  session.chooseSampling('length', 7);
  await startTraining();
  const { sampling } = newest().sent.find(({ type }) => type === 'create').payload;
  const { temperature, length } = sampling;
  assert.deepEqual([temperature, length], [session.sampling.defaults.temperature, 7]);
  assert.equal(session.sampling.values.temperature, 9e9, 'its field shows it');
  await assert.rejects(session.generate(), { name: 'SettingError', message: /temperature/ });
});

test('a session starts no worker before a command needs one', async () => {
  session.setText('ab');
  await settle();
  assert.equal(workers.length, 0);
  assert.equal(session.status, 'idle');
});

for (const [text, beginning] of [
  ['', 'The text is empty'],
  ['\u{1F600}', 'The text has one letter'],
]) {
  test(`Train refuses ${JSON.stringify(text)}`, async () => {
    session.setText(text);
    const status = session.status;
    await assert.rejects(session.train(), { name: 'TextTooShortError' });
    assert.ok(session.error?.message.startsWith(beginning));
    assert.equal(session.status, status);
    assert.equal(workers.length, 0);
  });
}

test('Train refuses an invalid setting, and starts once it is corrected', async () => {
  session.choose('hiddenSize', 0);
  session.setText('abab');
  await assert.rejects(session.train(), { name: 'SettingError' });
  assert.match(String(session.error?.message), /^hiddenSize must be .*, got 0$/);
  session.choose('hiddenSize', undefined);
  assert.equal(session.error, undefined);
  await startTraining();
  assert.equal(session.status, 'training');
});

test('a new text or setting, but no learning rate, makes the model stale until reset', async () => {
  await startTraining();
  assert.equal(session.isStale, false);
  session.choose('learningRate', 0.1);
  await settle();
  assert.equal(session.isStale, false);
  const { type, payload } = workers[0].sent.at(-1);
  assert.deepEqual([type, payload], ['setLearningRate', 0.1]);
  session.choose('hiddenSize', 7);
  assert.equal(session.isStale, true);
  session.choose('hiddenSize', undefined);
  session.setText('abba');
  assert.equal(session.isStale, true);
  await session.reset();
  assert.equal(session.isStale, false);
  assert.ok(workers[0].isTerminated);
});

test('pushes fill the record', async () => {
  await startTraining();
  progress(3);
  newest().say({ push: 'validation', value: { step: 3, bitsPerChar: 2 } });
  assert.deepEqual(session.record.training.y, [1.5]);
  assert.equal(session.record.validationBits, 2);
});

test('a worker that dies before it has the model is not replaced', async () => {
  session.setText('ab'.repeat(10));
  const training = session.train();
  await settle();
  newest().say({ fatal: 'it could not be loaded' });
  await assert.rejects(training, { name: 'WorkerDiedError' });
  assert.equal(session.status, 'failed');
  assert.match(
    String(session.error?.message),
    /could not be loaded\. Your text .* are kept; Train/,
  );
  assert.equal(workers.length, 1);
  assert.deepEqual(events, ['idle', 'starting', 'WorkerDiedError', 'failed']);
  await startTraining();
  assert.equal(session.status, 'training');
  assert.equal(session.error, undefined);
  assert.equal(workers.length, 2);
});

test('a new worker continues from the checkpoint after a death, with the same commands', async () => {
  await startTraining();
  session.inspector.show({}, 'page');
  await settle();
  session.chooseSampling('prompt', 'ba');
  session.selection.choose({ clamps: [{ layer: 0, quantity: 'f', value: 0 }] });
  progress(200);
  const sent = checkpoint(224);
  newest().say({ push: 'checkpoint', value: sent });
  progress(300);
  const generating = session.generate();
  await settle();
  newest().say({ fatal: 'unreachable' });
  await assert.rejects(generating, { name: 'WorkerDiedError' });
  assert.equal(session.status, 'training');
  assert.equal(workers.length, 2);
  await make({ step: 224 });
  const { payload } = newest().sent[0];
  assert.deepEqual([payload.checkpoint, payload.sampling.prompt], [sent, 'ba']);
  newest().answer('train');
  await settle();
  assert.equal(newest().sent.at(-1).type, 'select');
  assert.equal(newest().sent.at(-1).payload.clamps.length, 1);
  assert.equal(
    session.notice,
    'The training worker stopped: unreachable. Training continued from step 224.',
  );
  assert.equal(session.error, undefined);
  assert.deepEqual(events, ['idle', 'starting', 'training', 'WorkerDiedError']);
  assert.deepEqual(session.record.training.x, [200]);
  assert.equal(session.record.progress?.step, 224);
  progress(225);
  assert.deepEqual(session.record.training.x, [200, 225]);
  const pausing = session.pause();
  await settle();
  newest().answer('pause');
  await pausing;
  assert.equal(session.notice, '');
});

test('a paused model continues paused in a new worker', async () => {
  await startTraining();
  const pausing = session.pause();
  await settle();
  newest().answer('pause');
  await pausing;
  newest().say({ push: 'checkpoint', value: checkpoint(50) });
  newest().say({ fatal: 'unreachable' });
  await make({ step: 50 });
  assert.ok(!newest().sent.some(({ type }) => type === 'train'));
  assert.equal(session.status, 'paused');
  assert.match(session.notice, /Train continues from step 50\.$/);
});

test('a Pause pending at a death pauses the new worker', async () => {
  await startTraining();
  const pausing = session.pause();
  await settle();
  newest().say({ fatal: 'unreachable' });
  await make();
  newest().answer('pause');
  await pausing;
  assert.equal(session.status, 'paused');
  assert.ok(!newest().sent.some(({ type }) => type === 'train'));
});

test('a second death within 20 steps stops the training with a message', async () => {
  await startTraining();
  progress(300);
  newest().say({ fatal: 'unreachable' });
  await make();
  newest().answer('train');
  await settle();
  progress(319);
  newest().say({ fatal: 'unreachable' });
  await settle();
  assert.equal(session.status, 'failed');
  assert.match(
    String(session.error?.message),
    /stopped again near step 319: unreachable\. Your text and settings are kept; Train starts/,
  );
  assert.equal(workers.length, 2);
  assert.deepEqual(session.record.training.x, [319]);
  assert.equal(session.draft.text, 'ab'.repeat(10));
  await startTraining();
  assert.equal(session.status, 'training');
  assert.deepEqual(session.record.training.x, []);
});

test('a death during the start of a new worker starts a third one', async () => {
  await startTraining();
  progress(300);
  newest().say({ fatal: 'unreachable' });
  const generating = session.generate();
  await settle();
  newest().say({ fatal: 'unreachable' });
  await settle();
  assert.equal(workers.length, 3);
  newest().say({ fatal: 'unreachable' });
  await assert.rejects(generating, { name: 'WorkerDiedError' });
  assert.equal(session.status, 'failed');
  assert.deepEqual(
    events.filter((event) => event === 'WorkerDiedError'),
    ['WorkerDiedError'],
  );
});

test('a reset during the start of a new worker ends that worker', async () => {
  await startTraining();
  newest().say({ fatal: 'unreachable' });
  await settle();
  const generating = session.generate();
  await session.reset();
  await assert.rejects(generating, { name: 'AbortError' });
  assert.ok(newest().isTerminated);
  assert.deepEqual([session.status, session.notice, session.error], ['idle', '', undefined]);
  assert.ok(!events.includes('WorkerDiedError'));
  await startTraining();
  assert.equal(session.status, 'training');
});

test('a return to an earlier step shows the learning rate of that step', async () => {
  await startTraining();
  session.choose('learningRate', 0.001);
  await settle();
  progress(20); // the choice has not arrived
  assert.equal(shownRate(), 0.001);
  newest().answer('setLearningRate', 0.001);
  await settle();
  progress(21, 0.001);
  const going = session.goBack(10);
  await settle();
  newest().answer('goBack', { step: 10, learningRate: 0.005 });
  await going;
  assert.equal(shownRate(), 0.005);
  assert.equal(session.model?.config.learningRate, 0.005);
  const slowing = follow(session, { label: '' });
  await settle();
  const { type, payload } = newest().sent.findLast(({ type }) => type === 'setLearningRate');
  assert.deepEqual([type, payload, shownRate()], ['setLearningRate', 0.0025, 0.0025]);
  newest().answer('setLearningRate', 0.0025);
  newest().answer('train');
  await slowing;
  await session.reset();
  session.train().catch(() => {});
  await settle();
  assert.equal(newest().sent[0].payload.config.learningRate, 0.0025);
});

test('a remedy with a return to an earlier step halves the rate that was too high', async () => {
  await startTraining();
  session.choose('learningRate', 0.001);
  await settle();
  newest().answer('setLearningRate', 0.001);
  await settle();
  const slowing = follow(session, { label: '', backTo: 10 });
  await settle();
  newest().answer('goBack', { step: 10, learningRate: 0.005 });
  await settle();
  assert.equal(shownRate(), 0.0005);
  newest().answer('setLearningRate', 0.0005);
  newest().answer('train');
  await slowing;
});

test('an unconfirmed learning rate reaches the next worker', async () => {
  await startTraining();
  newest().say({ push: 'checkpoint', value: checkpoint(10) });
  session.choose('learningRate', 0.001);
  await settle();
  newest().say({ fatal: 'unreachable' });
  await make({ step: 10, learningRate: 0.001 });
  assert.equal(workers[1].sent[0].payload.learningRate, 0.001);
  assert.equal(shownRate(), 0.001);
  assert.equal(session.model?.config.learningRate, 0.001);
});

test('the page shows every change of the learning rate in force', async () => {
  await startTraining();
  progress(5, 0.002);
  assert.equal(shownRate(), 0.002);
  newest().say({ fatal: 'unreachable' });
  await make({ learningRate: 0.005 });
  assert.equal(shownRate(), 0.005);
});

test('an error that stops the training pauses the run and is reported', async () => {
  await startTraining();
  const value = { name: 'NotFiniteError', message: 'the loss is not finite' };
  workers[0].say({ push: 'stopped', value });
  assert.equal(session.status, 'paused');
  assert.deepEqual(session.error, value);
  assert.deepEqual(events.slice(-2), ['NotFiniteError', 'paused']);
});

test('a reset during the creation of a model does not affect the next Train', async () => {
  session.setText('abab');
  const first = session.train();
  await settle();
  await session.reset();
  const rejected = assert.rejects(first, { name: 'AbortError' });
  await startTraining();
  await rejected;
  assert.equal(session.status, 'training');
  assert.equal(workers.length, 2);
  assert.equal(workers[1].isTerminated, false);
  assert.ok(!events.includes('AbortError'));
});

test('a prompt with unknown characters can be continued without them', async () => {
  await startTraining();
  session.chooseSampling('prompt', 'aXb');
  const generating = session.generate();
  await settle();
  const { id } = workers[0].sent.at(-1);
  const error = { name: 'UnknownCharError', message: 'character 2 is X', char: 'X', position: 2 };
  workers[0].say({ id, error });
  await assert.rejects(generating, error);
  assert.equal(session.promptProblem, 'character 2 is X');

  const skipping = session.skipUnknown();
  await settle();
  assert.equal(workers[0].sent.at(-1).payload.prompt, 'ab');
  workers[0].answer('generate', { step: 1, prompt: 'ab', text: 'abab', seed: 4 });
  assert.equal(await skipping, 'abab');
  assert.equal(session.promptProblem, undefined);
  assert.equal(session.record.history.samples.length, 1);
});

test('a text that is too long leaves the old one in place', () => {
  session.setText('ab');
  session.setText('a'.repeat(6_000_000));
  assert.equal(session.draft.text, 'ab');
  assert.equal(session.error?.name, 'TextTooLongError');
});

/** @param {import('../../www/src/shared/protocol.js').LagSource} source */
const taskText = (source) => ({
  ...taskOf(source),
  ...{ text: 'ab\n'.repeat(20), bitsPerChar: 0, index: 1 },
});

test('half the learning rate is half the rate in force', async () => {
  await startTraining();
  const { learningRate } = session.draft.settings.values;
  // Another text suggests another learning rate for the next model.
  session.useTask(taskText({ task: 'count', lag: 1, chars: 60, seed: 1 }));
  await settle();
  follow(session, { label: '' }).catch(() => {});
  await settle();
  const { type, payload } = workers[0].sent.findLast(({ type }) => type === 'setLearningRate');
  assert.deepEqual([type, payload], ['setLearningRate', Number(learningRate) / 2]);
});

test('a session that leaves during counting rejects the callers that wait for its draft', async () => {
  session.setText('what it is '.repeat(300_000));
  const ready = session.draft.ready();
  session.leave();
  await assert.rejects(ready, { name: 'AbortError' });
});

test('the settings of a task go with its text, and chosen settings stay', async () => {
  session.choose('hiddenSize', 7);
  session.setText('my own text');
  await settle();
  const { seqLen } = session.draft.settings.values;
  session.useTask(taskText({ task: 'count', lag: 30, chars: 60, seed: 1 }));
  await settle();
  const { values } = session.draft.settings;
  assert.deepEqual([values.hiddenSize, values.seqLen], [7, 98]);
  assert.equal(session.draft.task?.recallText.seed, 2);
  session.setText('my own text');
  await settle();
  assert.equal(session.draft.settings.values.seqLen, seqLen);
  assert.equal(session.draft.task, undefined);
});

test('a long text is counted though a short one came just before it', async () => {
  session.setText('abc');
  session.setText('abcd'.repeat(100_000));
  await Promise.resolve();
  const { chars, distinctChars } = await session.draft.ready();
  assert.deepEqual([chars, distinctChars], [400_000, 4]);
});

test('what the coach offers stays while the run is looked into, and ends with the training', async (t) => {
  const fake = new FakeSession();
  const { session } = fake;
  t.after(() => session.reset());
  session.setText('abababababababababab');
  const offered = { message: 'Go on?', offer: { label: 'Go on', act: () => {} } };
  session.aside = offered;
  const inspecting = session.inspect('ab');
  await fake.make();
  await fake.answer('inspect', {});
  await inspecting;
  assert.equal(session.aside, offered);
  const training = session.train();
  assert.equal(session.aside, undefined);
  await fake.answer('train');
  await training;
});
