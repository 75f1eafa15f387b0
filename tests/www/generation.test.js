import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { FakeSession, settle } from './support/fake-session.js';

/** @type {FakeSession} */
let fake;
/** @type {FakeSession['session']} */
let session;
/** The parts of the text on demand. @type {string[]} */
let parts;
/** @param {string} text */
const onText = (text) => void parts.push(text);

beforeEach(async () => {
  fake = new FakeSession();
  ({ session } = fake);
  parts = [];
  await fake.train();
});

afterEach(() => session.reset());

const writing = () => session.record.writing;
const ids = () => fake.sent('generate').map(({ id }) => id);

/**
 * Sends a part of the text with this id.
 *
 * @param {number} id
 * @param {string} text
 */
function write(id, text) {
  fake.newest.say({ push: 'sampleText', value: { id, step: 5, seed: 9, text } });
}

/**
 * Answers the newest request.
 *
 * @param {string} text
 */
const finish = (text) => fake.answer('generate', { step: 5, seed: 9, prompt: '', text });

test('the parts and the rest of the answer make the text', async () => {
  const generating = session.generate({ onText, length: 8 });
  await settle();
  const [id] = ids();
  const { length, onText: sent } = fake.sent('generate')[0];
  assert.deepEqual([length, sent], [8, undefined]);
  assert.equal(writing()?.sample, undefined);
  write(id, 'ab');
  write(id, 'ba');
  write(id + 1, 'of nobody');
  assert.equal(writing()?.sample?.text, 'abba');
  await finish('abbabaab');
  assert.equal(await generating, 'abbabaab');
  assert.deepEqual(parts, ['ab', 'ba', 'baab']);
  assert.equal(writing(), undefined);
  assert.equal(session.record.asked?.text, 'abbabaab');
  assert.equal(session.record.history.samples.length, 1);
  write(id, 'late');
  assert.equal(parts.length, 3);
});

test('Stop ends every text with the part that is written', async () => {
  const generating = [session.generate({ onText }), session.generate()];
  await settle();
  const [first, second] = ids();
  write(first, 'ab');
  session.stopWriting();
  await settle();
  assert.deepEqual(fake.sent('stopWriting'), [
    { id: first, isDiscarded: false },
    { id: second, isDiscarded: false },
  ]);
  await fake.answer('generate', undefined); // the second has not begun
  const request = fake.newest.sent.find(({ type }) => type === 'generate');
  fake.newest.say({ id: request.id, result: { step: 5, seed: 9, prompt: '', text: 'aba' } });
  assert.deepEqual(await Promise.all(generating), ['aba', '']);
  assert.deepEqual(parts, ['ab', 'a']);
  assert.deepEqual([session.error, fake.errors], [undefined, []]);
});

test('a signal rejects with its reason, after the last part', async () => {
  const controller = new AbortController();
  const generating = session.generate({ signal: controller.signal, onText });
  const rejected = assert.rejects(generating, { message: 'no more' });
  await settle();
  const [id] = ids();
  write(id, 'ab');
  controller.abort(new Error('no more'));
  await settle();
  assert.deepEqual(fake.sent('stopWriting'), [{ id, isDiscarded: true }]);
  await finish('aba');
  await rejected;
  assert.deepEqual(parts, ['ab', 'a']);
  assert.equal(session.record.asked?.text, 'aba', 'what the reader has seen stays');
  assert.deepEqual([session.error, fake.errors], [undefined, []]);
});

test('a signal that has aborted, or aborts before there is a model, makes no request', async () => {
  const reason = { name: 'AbortError' };
  await assert.rejects(session.generate({ signal: AbortSignal.abort() }), reason);
  await session.reset();
  await assert.rejects(session.generate({ signal: AbortSignal.abort() }), reason);
  assert.equal(session.status, 'idle', 'no model was made');
  const controller = new AbortController();
  const generating = session.generate({ signal: controller.signal });
  const rejected = assert.rejects(generating, reason);
  await settle();
  controller.abort();
  await rejected;
  await fake.make();
  assert.deepEqual(fake.sent('generate'), []);
  assert.equal(writing(), undefined);
});

test('an error of onText ends the text and rejects with it', async () => {
  let calls = 0;
  const generating = session.generate({
    onText() {
      calls++;
      throw new RangeError('enough');
    },
  });
  const rejected = assert.rejects(generating, { name: 'RangeError', message: 'enough' });
  await settle();
  const [id] = ids();
  write(id, 'ab');
  write(id, 'ba');
  await settle();
  assert.deepEqual(fake.sent('stopWriting'), [{ id, isDiscarded: true }]);
  await finish('abba');
  await rejected;
  assert.deepEqual([calls, fake.errors], [1, []]);
});

test('a death keeps the part that is written', async () => {
  const generating = session.generate({ onText });
  const rejected = assert.rejects(generating, { name: 'WorkerDiedError' });
  await settle();
  write(ids()[0], 'ab');
  await fake.die();
  await rejected;
  assert.deepEqual([writing(), session.record.asked?.text], [undefined, 'ab']);
});

test('a reset ends the text without a trace', async () => {
  const generating = session.generate({ onText });
  const rejected = assert.rejects(generating, { name: 'AbortError' });
  await settle();
  const [id] = ids();
  await session.reset();
  await rejected;
  write(id, 'ab');
  assert.deepEqual([parts, session.record.history.samples], [[], []]);
});

test('options that are undefined have the values in force', async () => {
  session.chooseSampling('temperature', 0.5);
  session.generate({ temperature: undefined, topK: 3 }).catch(() => {});
  await settle();
  const [{ temperature, topK, stop, repetition, model }] = fake.sent('generate');
  assert.deepEqual([temperature, topK, stop, repetition, model], [0.5, 3, '', 1, 'now']);
});

test('each text is told once: when it is written, and not when a run with texts comes back', async () => {
  /** @type {string[]} */
  const told = [];
  session.addEventListener('sample', (event) => {
    told.push(/** @type {CustomEvent} */ (event).detail.text);
  });
  /** @param {string} text */
  const live = (text) =>
    fake.newest.say({ push: 'sample', value: { step: 6, seed: 1, prompt: '', text } });
  /** @param {string} text */
  const onDemand = async (text) => {
    const generating = session.generate();
    await settle();
    await finish(text);
    await generating;
  };
  fake.newest.say({
    push: 'progress',
    value: { step: 6, bitsPerChar: 1, learningRate: 0.005, charsPerSecond: 100 },
  });
  live('one');
  live('two');
  for (const text of ['three', 'four', 'four']) await onDemand(text);
  const all = ['one', 'two', 'three', 'four', 'four'];
  assert.deepEqual(told, all);
  await session.reset({ isByReader: true });
  fake.save(6);
  await fake.answer('pause');
  await session.undo.back();
  await fake.make(6);
  assert.equal(session.record.history.samples.length, 5, 'the run with its texts is back');
  const lost = assert.rejects(session.generate(), { name: 'AbortError' });
  await settle();
  write(ids()[0], 'five');
  await session.reset();
  await lost;
  assert.deepEqual(told, all);
});

test('live texts take the place of the one on demand when the reader wants it', async () => {
  const live = (/** @type {string} */ text) =>
    fake.newest.say({ push: 'sample', value: { step: 6, seed: 1, prompt: '', text } });
  const generating = session.generate();
  await settle();
  await finish('asked');
  await generating;
  live('live');
  assert.equal(session.record.asked?.text, 'asked');
  session.showLive();
  assert.equal(session.record.asked, undefined);
  assert.equal(session.record.history.samples.at(-1)?.text, 'live');
});
