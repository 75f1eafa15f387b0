import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Session } from '../../www/src/runs/session.js';
import { FakeWorker } from './support/fake-worker.js';

/** @type {FakeWorker[]} */
let workers;
/** @type {Session} */
let session;
/** @type {any[]} */
let events;

const textReport = {
  chars: 20,
  distinctChars: 2,
  trainChars: 18,
  validationChars: 2,
  batchSize: 2,
  seqLen: 4,
};

beforeEach(() => {
  Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
  workers = [];
  events = [];
  session = new Session({
    createWorker() {
      workers.push(new FakeWorker());
      return workers[workers.length - 1].asWorker();
    },
    loadWasm: async () => /** @type {any} */ ('wasm'),
    loadProof: async () => /** @type {any} */ ('proof'),
    spareCores: () => 1,
  });
  for (const type of ['state', 'error']) {
    session.addEventListener(type, (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      events.push(detail.state ?? detail.name);
    });
  }
});

afterEach(() => session.destroy());

const settle = () => new Promise(setImmediate);

async function startTraining() {
  session.setText('ab'.repeat(10));
  const training = session.train();
  await settle();
  workers[workers.length - 1].answer('create', { textReport, vocabulary: 'ab' });
  await settle();
  workers[workers.length - 1].answer('train');
  await training;
}

test('no worker before there is something to train', async () => {
  session.setText('ab');
  await settle();
  assert.equal(workers.length, 0);
  assert.equal(session.status, 'idle');
});

for (const [text, beginning] of [
  ['', 'The text is empty'],
  ['\u{1F600}', 'The text has one character'],
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

test('Train refuses a setting that is not allowed, and goes on when it is put right', async () => {
  session.choose('hiddenSize', 0);
  session.setText('abab');
  await assert.rejects(session.train(), { name: 'SettingError' });
  assert.match(String(session.error?.message), /^hiddenSize must be .*, got 0$/);
  session.choose('hiddenSize', undefined);
  assert.equal(session.error, undefined);
  await startTraining();
  assert.equal(session.status, 'training');
});

test('a new text or setting is stale until reset, the learning rate is not', async () => {
  await startTraining();
  assert.equal(session.isStale, false);
  session.choose('learningRate', 0.1);
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

test('pushes fill the record, and a dead worker is replaced with the text kept', async () => {
  await startTraining();
  workers[0].say({ push: 'progress', value: { step: 3, bitsPerChar: 1.5 } });
  workers[0].say({ push: 'validation', value: { step: 3, bitsPerChar: 2 } });
  assert.deepEqual(session.record.training.y, [1.5]);
  assert.equal(session.record.validationBits, 2);

  workers[0].say({ fatal: 'unreachable' });
  assert.equal(session.status, 'failed');
  assert.match(String(session.error?.message), /unreachable.*kept/);
  assert.equal(session.draft.text, 'ab'.repeat(10));
  assert.deepEqual(session.record.training.y, [1.5]);

  await startTraining();
  assert.equal(workers.length, 2);
  assert.equal(session.status, 'training');
  assert.equal(session.error, undefined);
  assert.deepEqual(session.record.training.y, []);
});

test('training that stops by itself pauses and says why', async () => {
  await startTraining();
  const value = { name: 'NotFiniteError', message: 'the loss is not finite' };
  workers[0].say({ push: 'stopped', value });
  assert.equal(session.status, 'paused');
  assert.deepEqual(session.error, value);
  assert.deepEqual(events.slice(-2), ['NotFiniteError', 'paused']);
});

test('a reset while the model is being made ends it, and the next Train is not disturbed', async () => {
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

test('a prompt with unknown characters can be generated without them', async () => {
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

test('a text that is too long leaves the old one', () => {
  session.setText('ab');
  session.setText('a'.repeat(6_000_000));
  assert.equal(session.draft.text, 'ab');
  assert.equal(session.error?.name, 'TextTooLongError');
});

test('half the learning rate is half of the one that the model has', async () => {
  await startTraining();
  const { learningRate } = session.draft.settings.values;
  // Another text suggests another one, for the next model.
  session.draft.taskText = {
    ...{ text: 'ab\n'.repeat(20), bitsPerChar: 0, index: 1 },
    source: { task: 'count', lag: 1, chars: 60, seed: 1 },
  };
  session.useTask(session.draft.taskText);
  await settle();
  session.slowDown().catch(() => {});
  const { type, payload } = workers[0].sent.findLast(({ type }) => type === 'setLearningRate');
  assert.deepEqual([type, payload], ['setLearningRate', Number(learningRate) / 2]);
});

test('who asks for a text that is still counted when its widget goes is told, and nobody waits for ever', async () => {
  session.setText('what it is '.repeat(300_000));
  const ready = session.draft.ready();
  session.destroy();
  await assert.rejects(ready, { name: 'AbortError' });
});

test('the settings of a task go with its text, and what was chosen stays', async () => {
  session.choose('hiddenSize', 7);
  session.setText('my own text');
  await settle();
  const { seqLen } = session.draft.settings.values;
  session.useTask({
    ...{ text: 'ab\n'.repeat(20), bitsPerChar: 0, index: 1 },
    source: { task: 'count', lag: 30, chars: 60, seed: 1 },
  });
  await settle();
  const { values } = session.draft.settings;
  assert.deepEqual([values.hiddenSize, values.seqLen], [7, 98]);
  assert.equal(session.draft.recallText?.seed, 2);
  session.setText('my own text');
  await settle();
  assert.equal(session.draft.settings.values.seqLen, seqLen);
  assert.equal(session.draft.recallText, undefined);
});
