import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import { Narrator } from '../../www/src/element/narrator.js';
import { factsOf } from '../../www/src/runs/coach-facts.js';
import { hashWeights, openRun, saveRun } from '../../www/src/runs/saved-runs.js';
import { taskOf } from '../../www/src/texts/lag-tasks.js';
import { nodeSession } from './support/node-session.js';

/** @typedef {import('../../www/src/runs/session.js').Session} Session */
/** @typedef {import('./support/node-worker.js').NodeWorker} NodeWorker */

const TEXT = 'a run that is saved goes on as if it had never been closed. '.repeat(40);
const CONFIG = {
  hiddenSize: 24,
  numLayers: 2,
  seqLen: 12,
  batchSize: 8,
  dropout: 0.1,
};

/** @type {NodeWorker[]} */
let workers;
/** @type {Session[]} */
let sessions;

beforeEach(() => {
  Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
  [workers, sessions] = [[], []];
});

afterEach(() => {
  for (const session of sessions) void session.reset();
});

/** @param {object} [config] */
function newSession(config, text = TEXT) {
  const session = nodeSession(workers);
  sessions.push(session);
  session.setText(text);
  for (const [name, value] of Object.entries({ ...config })) session.choose(name, value);
  return session;
}

/**
 * Waits for an event of a session after which a condition holds.
 *
 * @param {Session} session
 * @param {string} type
 * @param {() => boolean} isTrue
 */
async function until(session, type, isTrue) {
  while (!isTrue()) {
    await new Promise((resolve) => session.addEventListener(type, resolve, { once: true }));
  }
}

const stepOf = (/** @type {Session} */ session) => session.record.progress?.step ?? 0;

/**
 * A run that is saved while it trains, without a last step that it could reach first.
 *
 * @param {object} [config]
 */
async function saved(config) {
  const session = newSession({ ...CONFIG, ...config });
  await session.train();
  await until(session, 'step', () => stepOf(session) >= 20);
  const file = await saveRun(session);
  return { session, file, read: readRun(await file.arrayBuffer()) };
}

for (const count of [1, 2]) {
  test(`a run that is saved while it trains goes on in another session, with ${count} workers`, async () => {
    const { session, file, read } = await saved({ workers: count });
    const [step] = read.checkpoint.counters;
    assert.ok(step >= 20, `saved at step ${step}`);
    assert.equal(session.status, 'training', 'saving does not pause');
    await until(session, 'step', () => stepOf(session) >= step + 20);
    await session.pause();
    const other = newSession({ workers: count });
    await openRun(other, file);
    assert.deepEqual([other.status, stepOf(other)], ['paused', step]);
    while (stepOf(other) < stepOf(session)) await other.step();
    const whole = new Playground(TEXT, read.config);
    whole.trainSteps(stepOf(session));
    assert.ok(Number(whole.validation()?.bestStep) > 0);
    for (const { record } of [session, other]) {
      assert.equal(record.best?.step, whole.validation()?.bestStep);
    }
    assert.deepEqual(
      [await hashWeights(session), await hashWeights(other)],
      [whole.weightsHash(), whole.weightsHash()],
    );
  });
}

test('an opened run trains to the last step of its settings', async () => {
  const session = newSession({ ...CONFIG, maxSteps: 60 });
  for (let i = 0; i < 3; i++) await session.step();
  const other = newSession();
  await openRun(other, await saveRun(session));
  await other.train();
  await until(other, 'state', () => other.status === 'paused');
  assert.deepEqual(other.record.ended, { reason: 'maxSteps', step: 60 });
  const whole = new Playground(TEXT, other.draft.config);
  whole.trainSteps(60);
  assert.equal(await hashWeights(other), whole.weightsHash());
});

test('a page that opens a run shows its text, settings, curve, samples and figures at once', async () => {
  const { session } = await saved({ learningRate: 0.02 });
  session.chooseSampling('prompt', 'a run');
  await session.pause();
  await session.generate({ length: 9, seed: 4 });
  const paused = await saveRun(session);
  const { record: read } = readRun(await paused.arrayBuffer());
  const other = newSession({ hiddenSize: 9 }, 'another text');
  await openRun(other, paused);
  const [{ record }, { record: before }] = [other, session];
  assert.equal(other.draft.text, TEXT);
  assert.deepEqual(other.draft.config, session.draft.config);
  assert.deepEqual([other.isStale, other.outdated], [false, undefined]);
  for (const name of /** @type {const} */ (['training', 'validation', 'gradient'])) {
    const { x, y } = record[name];
    assert.deepEqual([x, y], [read[name]?.x, read[name]?.y]);
    assert.deepEqual(
      [x, y],
      [before[name].x.slice(0, x.length), before[name].y.slice(0, y.length)],
    );
    assert.ok(x.length > 0);
  }
  assert.deepEqual(record.history.samples, before.history.samples);
  assert.equal(record.history.samples.at(-1)?.seed, 4);
  const { epoch, loss, workers: count } = before.progress ?? {};
  assert.deepEqual(
    [record.progress?.epoch, record.progress?.loss, record.progress?.workers],
    [epoch, loss, count],
  );
  assert.deepEqual(
    [record.best, record.validationBits],
    [before.best, read.figures.validation_bits],
  );
  assert.equal(other.samplingValues.prompt, 'a run');
  assert.equal(other.model?.learningRate.value, 0.02);
  const again = new Uint8Array(await (await saveRun(other)).arrayBuffer());
  assert.deepEqual(again, new Uint8Array(await paused.arrayBuffer()), 'it saves the same bytes');
});

test('a file that is refused leaves the run that trains', async () => {
  const { session, read } = await saved();
  const { model, record } = session;
  /** @type {string[]} */
  const errors = [];
  session.addEventListener('error', (event) => {
    errors.push(/** @type {CustomEvent} */ (event).detail.message);
  });
  const reversed = { ...read, vocabulary: [...read.vocabulary].reverse().join('') };
  const elsewhere = structuredClone(read);
  elsewhere.checkpoint.counters[4] = 1e6; // the position in the text
  for (const [given, problem] of /** @type {[unknown, string][]} */ ([
    [new Blob(['no run']), 'the file has 6 bytes; expected a safetensors file'],
    [7, 'the argument is number; expected a File, a Blob, an ArrayBuffer or a URL'],
    ['data:text/plain,no%20run', 'the file has 6 bytes; expected a safetensors file'],
    [
      writeRun(reversed),
      'its vocabulary is not that of its text; expected every character of the text once, in order',
    ],
    [writeRun(elsewhere), 'its checkpoint is not one of its text and its settings'],
  ])) {
    const message = `The file cannot be opened: ${problem}.`;
    await assert.rejects(openRun(session, given), { name: 'RunFileError', message });
    assert.equal(errors.pop(), `${message} What is here stays as it was.`);
  }
  assert.deepEqual([session.model, session.record], [model, record]);
  assert.equal(session.earlier.newest, undefined);
  assert.equal(session.status, 'training');
  await session.pause();
  const whole = new Playground(TEXT, read.config);
  whole.trainSteps(stepOf(session));
  assert.equal(await hashWeights(session), whole.weightsHash());
  assert.equal(workers.filter(({ isTerminated }) => !isTerminated).length, 1);
});

test('Undo brings back the run before the opened one', async () => {
  const { session, file } = await saved();
  await until(session, 'step', () => stepOf(session) >= 60);
  const { model } = session;
  await openRun(session, file);
  assert.notEqual(session.model, model);
  assert.equal(session.status, 'paused');
  await session.undo.back();
  assert.equal(session.model, model);
  assert.ok(stepOf(session) >= 60);
});

test('after Reset, Undo brings back the run before an opened one of the same text', async () => {
  const { session, file } = await saved();
  const { model } = session;
  await session.pause();
  await session.reset({ isByReader: true });
  await openRun(session, file);
  assert.ok(factsOf(session).undo, 'it is offered');
  await session.undo.back();
  assert.equal(session.model, model);
});

test('of two files that are opened at once, the later one stays', async () => {
  const [first, second] = [await saved(), await saved({ seed: 9 })];
  const session = newSession();
  const opening = openRun(session, first.file);
  opening.catch(() => {});
  await openRun(session, second.file);
  await assert.rejects(opening, { name: 'AbortError' });
  assert.equal(session.draft.config.seed, 9);
});

test('a run that opens while its tag is removed leaves no worker', async () => {
  const { file } = await saved();
  const session = newSession();
  const opening = openRun(session, file);
  opening.catch(() => {});
  const before = workers.length;
  while (workers.length === before) await new Promise(setImmediate);
  session.leave();
  await assert.rejects(opening, { name: 'AbortError' });
  await sessions[0].leave();
  assert.equal(workers.filter(({ isTerminated }) => !isTerminated).length, 0);
});

for (const [change, act] of /** @type {[string, (session: Session) => unknown][]} */ ([
  ['a text', (session) => session.setText('a text that came later')],
  ['a reset', (session) => session.reset()],
  ['training', (session) => session.train()],
  ['the same text', (session) => session.setText(session.draft.text)],
  ['a step of the run that is there', (session) => session.step()],
  ['a return to an earlier step of the run that is there', (session) => session.goBack(0)],
])) {
  test(`${change} that comes while a run opens stays`, async () => {
    const { file } = await saved({ seed: 9 });
    const session = newSession();
    if (change === 'a reset' || change.includes('that is there')) await session.step();
    const opening = openRun(session, file);
    opening.catch(() => {});
    const before = workers.length;
    while (workers.length === before) await new Promise(setImmediate);
    await act(session);
    const { run, draft } = session;
    const { text } = draft;
    await assert.rejects(opening, { name: 'AbortError' });
    assert.deepEqual([session.run, session.draft.text, session.error], [run, text, undefined]);
    assert.notEqual(session.draft.config.seed, 9);
    const live = workers.filter(({ isTerminated }) => !isTerminated);
    assert.equal(live.length, run ? 2 : 1, 'those of the runs that are in use');
  });
}

test('Undo that comes while a run opens brings back the text before', async () => {
  const { file } = await saved({ seed: 9 });
  const session = newSession();
  await session.step();
  const { run } = session;
  session.setText('what the reader has typed');
  await session.restart();
  const opening = openRun(session, file);
  opening.catch(() => {});
  await session.undo.back();
  await assert.rejects(opening, { name: 'AbortError' });
  assert.deepEqual([session.run, session.draft.text], [run, TEXT]);
});

test('training that is refused for want of a text lets the file take its place', async () => {
  const { file } = await saved();
  const session = newSession({}, '');
  const opening = openRun(session, file);
  await assert.rejects(session.train(), { name: 'TextTooShortError' });
  await opening;
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'paused']);
});

test('a file that is refused after training has begun is told of', async () => {
  const session = newSession();
  const opening = openRun(session, new Blob(['no run']));
  opening.catch(() => {});
  await session.train();
  await assert.rejects(opening, { name: 'RunFileError' });
  assert.match(String(session.error?.message), /^The file cannot be opened: .* stays as it was\.$/);
  assert.equal(session.status, 'training');
});

test('what the reader has typed before the file opens counts before it, and Undo brings it back', async () => {
  const { file } = await saved();
  const session = newSession();
  await session.step();
  session.setText('what the reader has typed');
  session.restarts.request(60_000);
  await openRun(session, file);
  assert.deepEqual([session.draft.text, session.restarts.isPending], [TEXT, false]);
  await session.undo.back();
  assert.equal(session.draft.text, 'what the reader has typed');
});

test('a file takes its place after a restart that begins before the code to open it is there', async () => {
  const { file } = await saved();
  const session = newSession();
  await session.step();
  session.setText('what the reader has typed');
  session.restarts.request(60_000);
  const place = session.takePlace();
  await session.restarts.now();
  await openRun(session, file, undefined, place);
  assert.equal(session.draft.text, TEXT);
});

test('a reset stays that comes after a file and while a restart is pending', async () => {
  const { file } = await saved();
  const session = newSession();
  await session.step();
  session.setText('what the reader has typed');
  session.restarts.request(60_000);
  const opening = openRun(session, file);
  await session.reset();
  await assert.rejects(opening, { name: 'AbortError' });
  assert.deepEqual([session.run, session.draft.text], [undefined, 'what the reader has typed']);
});

test('an opened run announces itself in the place of a paused one too', async () => {
  const { file, read } = await saved();
  const session = newSession();
  await session.step();
  assert.equal(session.status, 'paused');
  const said = { textContent: '' };
  const narrator = new Narrator(session, /** @type {any} */ (said));
  await openRun(session, file);
  narrator.stop();
  const [step] = read.checkpoint.counters;
  assert.match(said.textContent, new RegExp(`^Opened\\. Paused\\. After ${step} steps: \\d`));
});

test('a run with the weights of another is saved and opened with their vocabulary', async () => {
  const { session } = await saved();
  await session.pause();
  session.setText('a run '.repeat(90));
  await session.reset({ keepWeights: true });
  await session.step();
  await session.step();
  const file = await saveRun(session);
  const other = newSession();
  await openRun(other, file);
  assert.equal(other.model?.vocabulary, session.model?.vocabulary);
  assert.ok(Number(other.model?.vocabulary.length) > new Set('a run ').size);
  for (const each of [session, other]) await each.step();
  assert.equal(await hashWeights(other), await hashWeights(session));
});

test('a run of a memory test is saved and opened with its task', async () => {
  const source = { task: 'recall', lag: 4, chars: 900, seed: 1 };
  const session = newSession({ hiddenSize: 8, maxSteps: 400 });
  const text = 'abcde'.repeat(200);
  session.useTask({ ...taskOf(source), text, bitsPerChar: 1.5, index: 6 });
  await session.step();
  const other = newSession();
  await openRun(other, await saveRun(session));
  const { task } = other.draft;
  assert.deepEqual(task, session.draft.task);
  assert.equal(other.record.floor, 1.5);
});

test('a run is saved before its first step', async () => {
  const session = newSession({ hiddenSize: 5 });
  const other = newSession();
  await openRun(other, await (await saveRun(session)).arrayBuffer());
  assert.deepEqual([other.status, stepOf(other), other.draft.text], ['paused', 0, TEXT]);
  for (const each of [session, other]) await each.step();
  assert.equal(await hashWeights(other), await hashWeights(session));
});
