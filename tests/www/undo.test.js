import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { factsOf } from '../../www/src/runs/coach-facts.js';
import { lineOn } from '../../www/src/runs/coach-rules.js';
import { TextSource } from '../../www/src/element/text-source.js';
import { follow } from '../../www/src/runs/remedies.js';
import { presets } from '../../www/src/texts/presets.js';
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
async function undo(label = 'Undo') {
  const { remedy } = line();
  assert.equal(remedy?.label, label);
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
  assert.equal(session.outdated, undefined);
  assert.equal(session.earlier.newest?.draft.text, 'abba');
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
  assert.equal(session.earlier.newest?.run, undefined);
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
  assert.equal(session.earlier.newest?.draft.text, 'abba');
  await undo();
  assert.equal(fake.sent('create')[0].text, 'abba');
});

const [dates, names] = ['dates', 'names'].map((id) =>
  String(presets.find((preset) => preset.id === id)?.text()),
);

test('a text of the reader that no run has learnt comes back', async () => {
  const source = new TextSource(session, () => {});
  source.type('what I wrote');
  source.pick(dates);
  await fake.count();
  assert.deepEqual(
    [line().rule, line().message],
    ['restarted', 'Ready to start with Dates. Your text is kept.'],
  );
  source.pick(names);
  await fake.count();
  await undo('Back to my text');
  assert.deepEqual([session.draft.text, session.status], ['what I wrote', 'idle']);
  assert.deepEqual([line().rule, line().remedy], ['text too short', undefined]);
  assert.equal(fake.workers.length, 0);
});

test('Undo leads to the run before a text that was replaced while it was typed, and to the text', async () => {
  const source = new TextSource(session, () => {});
  await trainTo(307);
  source.type('what I wrote');
  source.pick(dates);
  await fake.count();
  await leave(307);
  await fake.make();
  await fake.answer('train');
  await undo();
  await fake.make(307);
  await fake.answer('train');
  assert.deepEqual([session.status, session.draft.text], ['training', TEXT]);
  await undo('Back to my text');
  await fake.make();
  await fake.answer('train');
  assert.deepEqual(
    [session.status, fake.sent('create')[0].text],
    ['training', 'what I wrote'],
    'it goes on training',
  );
});

test('Undo keeps the text that was typed after the change', async () => {
  const source = new TextSource(session, () => {});
  await trainTo(307);
  source.pick(dates);
  await fake.count();
  await leave(307);
  source.type('what I wrote');
  await undo();
  await fake.make(307);
  assert.equal(session.draft.text, TEXT);
  await undo('Back to my text');
  assert.equal(session.draft.text, 'what I wrote');
});

test('a text comes back though the example in its place waits for a right setting', async () => {
  const source = new TextSource(session, () => {});
  await trainTo(307);
  session.choose('hiddenSize', 0);
  source.pick(dates);
  await fake.count();
  assert.deepEqual([session.draft.text, session.run?.text], [dates, TEXT]);
  const { run } = session;
  await undo('Back to my text');
  assert.deepEqual([session.draft.text, session.run], [TEXT, run], 'its run goes on');
  assert.equal(session.status, 'training');
});

test('Undo leads to each of several runs, also after many short ones', async () => {
  const source = new TextSource(session, () => {});
  await trainTo(100_000);
  for (let at = 0; at < 16; at++) {
    const left = fake.newest;
    source.pick(`${TEXT}${at}`);
    await leave(200, left);
    await fake.make();
    await fake.answer('train');
    report(200); // 16 seconds
  }
  const seen = new Set();
  for (let { text } = session.draft; !seen.has(text); { text } = session.draft) {
    seen.add(text);
    await undo(line().remedy?.label);
    await fake.make(200);
    await fake.answer('train');
  }
  const newest = Array.from({ length: 8 }, (_, i) => `${TEXT}${i + 8}`);
  assert.deepEqual(seen, new Set([TEXT, ...newest]), 'the run of hours, and the newest ones');
});

/** Restarts a training run with another text, and asks for Undo before the old run has left. */
async function beginUndo() {
  await trainTo(307);
  await pick('abba');
  await fake.make();
  await fake.answer('train');
  await undo();
  assert.equal(session.draft.text, 'abba', 'it waits');
}

test('a Pause during Undo is honoured', async () => {
  await beginUndo();
  await fake.pause();
  await leave(307);
  await fake.make(307);
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'paused']);
  assert.deepEqual(fake.sent('train'), []);
});

test('a Pause while the worker of Undo starts is honoured', async () => {
  await beginUndo();
  await leave(307);
  const pausing = session.pause();
  await fake.make(307);
  await fake.answer('pause'); // of Undo itself
  await fake.answer('pause');
  await pausing;
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'paused']);
  assert.deepEqual(fake.sent('train'), []);
});

test('a double click on Undo brings one state back', async () => {
  await beginUndo();
  await undo();
  await leave(307);
  await fake.make(307);
  await fake.answer('train');
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'training']);
  assert.equal(fake.workers.length, 3);
});

for (const [name, act] of /** @type {const} */ ([
  ['an example that is picked', () => pick('baab')],
  ['a Reset', () => session.reset({ isByReader: true })],
])) {
  test(`${name} during Undo counts, and Undo can follow it`, async () => {
    await beginUndo();
    await act();
    const { text } = session.draft;
    const count = fake.workers.length;
    await leave(307);
    assert.deepEqual([session.draft.text, fake.workers.length], [text, count]);
    assert.notEqual(text, TEXT);
    await undo();
    assert.equal(session.draft.text, TEXT);
    await fake.make(307);
    assert.deepEqual(fake.errors, []);
  });
}

test('a Reset by the host page during Undo leaves nothing to bring back', async () => {
  await beginUndo();
  await session.reset();
  await leave(307);
  assert.deepEqual([session.draft.text, session.status], ['abba', 'idle']);
  assert.deepEqual([session.earlier.newest, fake.errors], [undefined, []]);
});

test('a run that dies without a checkpoint during Undo leaves its text', async () => {
  await beginUndo();
  fake.isRefused = true;
  fake.workers[0].say({ fatal: 'unreachable' });
  await settle();
  assert.deepEqual([session.draft.text, session.status], ['abba', 'training']);
  await undo('Back to my text');
  assert.equal(session.draft.text, TEXT);
});

test('a typed text counts when the run that Undo waits for is lost', async () => {
  await beginUndo();
  session.setText('baab');
  session.restarts.request(60_000);
  const undoing = session.undo.back();
  session.earlier.clear();
  await undoing;
  await settle();
  assert.equal(session.run?.text, 'baab');
});

test('a setting that is chosen at rest while Undo waits counts', async () => {
  await trainTo(307);
  await session.reset({ isByReader: true });
  const undoing = session.undo.back();
  session.restarts.choose('learningRate', 0.001);
  await leave(307);
  await undoing;
  const { learningRate } = session.draft.config;
  assert.deepEqual([session.status, learningRate], ['idle', 0.001]);
  await undo();
  await fake.make(307);
  assert.equal(session.status, 'paused');
});

test('Undo while a restart begins brings the run back', async () => {
  await trainTo(307);
  await pick('abba');
  await leave(307); // the worker of the restart has not answered
  await undo();
  await fake.make(307);
  await fake.answer('train');
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'training']);
  assert.ok(fake.workers[1].isTerminated);
  assert.deepEqual(fake.errors, []);
});

test('an example that is picked twice restarts once', async () => {
  await trainTo(307);
  for (let click = 0; click < 2; click++) {
    session.setText('abba');
    session.restarts.request();
  }
  await settle();
  await pick('abba');
  await leave(307);
  await fake.make();
  await fake.answer('train');
  assert.deepEqual([session.status, fake.workers.length], ['training', 2]);
  await undo();
  await fake.make(307);
  assert.equal(session.draft.text, TEXT);
});

test('Undo brings back the weights that a run began with', async () => {
  await trainTo(307);
  session.setText('abba');
  const keeping = follow(session, { label: '', keepsWeights: true });
  const charModel = { vocabulary: 'ab', readsUnknown: false, weights: new Uint8Array(1) };
  await fake.answer('charModel', charModel);
  await leave(307);
  await fake.make();
  await fake.answer('train');
  await keeping;
  report(307);
  const kept = session.kept.value;
  assert.equal(kept?.charModel, charModel);
  await pick('bb'.repeat(10));
  await leave(307, fake.workers[1]);
  assert.equal(session.kept.value, undefined);
  await undo();
  assert.equal(session.kept.value, kept);
  assert.equal(fake.sent('create')[0].charModel, charModel);
  await fake.make(307);
  assert.equal(session.draft.text, 'abba');
});

test('a learning rate restarts nothing while a change by the host page waits', async () => {
  await trainTo(307);
  session.setText('abba');
  session.restarts.choose('learningRate', 0.001);
  await fake.answer('setLearningRate', 0.001);
  session.restarts.suggest();
  await settle();
  assert.deepEqual([session.status, fake.workers.length], ['training', 1]);
  assert.equal(line().rule, 'changes wait');
  session.restarts.choose('hiddenSize', 5);
  await settle();
  assert.equal(fake.workers.length, 2, 'a size restarts, with all changes');
});

test('a right learning rate lets the change through that a wrong one held up', async () => {
  await trainTo(307);
  session.restarts.choose('learningRate', -1);
  await pick('abba');
  assert.equal(fake.workers.length, 1);
  session.restarts.choose('learningRate', 0.001);
  await settle();
  assert.equal(fake.sent('create')[0].text, 'abba');
});

/** Presses Train, and lets the code arrive after a change. */
async function changeWhileLoading(/** @type {() => void} */ change) {
  /** @type {(wasm: string) => void} */
  let arrive = () => {};
  fake.wasm = new Promise((resolve) => (arrive = resolve));
  session.setText(TEXT);
  session.train().catch(() => {});
  await settle();
  assert.deepEqual([session.status, fake.workers.length], ['starting', 0]);
  change();
  arrive('wasm');
  await settle();
}

test('a run learns the text that arrives while the code is loaded', async () => {
  await changeWhileLoading(() => session.setText('abba'));
  await fake.make();
  const [{ text, config }] = fake.sent('create');
  assert.deepEqual([text, config], ['abba', session.draft.config]);
  assert.equal(session.outdated, undefined);
});

for (const [name, change] of /** @type {const} */ ([
  ['an empty text', () => session.setText('')],
  ['a wrong setting', () => void session.choose('hiddenSize', 0)],
])) {
  test(`a run learns the draft before ${name} that comes while the code is loaded`, async () => {
    await changeWhileLoading(change);
    const { hiddenSize } = session.draft.settings.defaults;
    await fake.make();
    await fake.answer('train');
    const [{ text, config }] = fake.sent('create');
    assert.deepEqual([text, config.hiddenSize], [TEXT, hiddenSize]);
    assert.deepEqual([session.status, fake.errors], ['training', []]);
    session.choose('hiddenSize', 5);
    await pick('abba');
    assert.equal(fake.sent('create')[0].text, 'abba', 'the next change restarts it');
  });
}
