import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Narrator } from '../../www/src/element/narrator.js';
import { TextSource } from '../../www/src/element/text-source.js';
import { Coach } from '../../www/src/runs/coach.js';
import { factsOf } from '../../www/src/runs/coach-facts.js';
import { presets } from '../../www/src/texts/presets.js';
import { FakeSession, settle } from './support/fake-session.js';

/** @type {FakeSession} */
let fake;
/** @type {FakeSession['session']} */
let session;
/** @type {Narrator} */
let narrator;
/** @type {Coach} */
let coach;
/** @type {string[]} */
let said;
/** Milliseconds. */
let now = 0;

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => now);
  fake = new FakeSession();
  ({ session } = fake);
  const sentence = (/** @type {unknown} */ line) => session.tell('coach', line);
  coach = new Coach({ change: () => {}, sentence }, () => now);
  said = [];
  narrator = new Narrator(
    session,
    /** @type {any} */ ({
      /** @param {string} text */
      set textContent(text) {
        if (text) said.push(text);
      },
      get textContent() {
        return said.at(-1) ?? '';
      },
    }),
  );
});

afterEach(() => {
  coach.stop();
  narrator.stop();
  void session.reset();
  mock.timers.reset();
  mock.restoreAll();
});

/** Lets the announcements that wait be made, as the page shows the session. */
function pass(ms = 6000) {
  session.dispatchEvent(new Event('change'));
  coach.lineFor(factsOf(session));
  now += ms;
  mock.timers.tick(ms);
}

const dates = String(presets.find(({ id }) => id === 'dates')?.text());

/** Trains, and then restarts with another text, an example by default. */
async function restart(text = dates) {
  await fake.train();
  fake.report(307);
  pass();
  said = [];
  new TextSource(session).pick(text);
  await fake.count();
  pass();
  fake.workers[0].say({
    push: 'checkpoint',
    value: { counters: Float64Array.of(307), values: new Float32Array(1) },
  });
  fake.workers[0].answer('pause');
  await fake.make();
  await fake.answer('train');
  pass();
}

test('a restart is announced once, when it trains', async () => {
  await restart();
  pass();
  assert.deepEqual(said, ['Restarted with Dates. Kept for Undo: 307 steps.']);
  fake.report(2);
  pass(20_000);
  fake.report(3);
  pass();
  assert.equal(said.length, 2);
  assert.match(said[1], /^Training\. After 3 steps/);
});

test('Undo is announced once, with the state of the run that is back', async () => {
  await restart();
  said = [];
  session.undo.back().catch(() => {});
  await settle();
  pass();
  await fake.make(307);
  await fake.answer('train');
  pass();
  pass();
  assert.deepEqual(said, ['Undone. Training.']);
});

test('a restart of a paused network is announced once', async () => {
  await fake.train();
  fake.report(307);
  await fake.pause();
  pass();
  said = [];
  new TextSource(session).pick(dates);
  await fake.count();
  pass();
  pass();
  assert.deepEqual(said, ['Ready to start with Dates. Kept for Undo: 307 steps.']);
});

test('a restart at rest, and Undo of a text, are announced too', async () => {
  const source = new TextSource(session);
  source.type('what I wrote');
  source.pick(dates);
  await fake.count();
  pass();
  said = [];
  await session.undo.back();
  pass();
  pass();
  assert.deepEqual(said, ['Undone. Ready to train.']);
});

test('"Keep what was learnt" undoes nothing, and announces the training that follows', async () => {
  await restart('abba');
  said = [];
  const keeping = session.undo.keepLearnt();
  await settle();
  pass();
  await fake.make(307);
  const charModel = { vocabulary: 'ab', readsUnknown: false, weights: new Uint8Array(1) };
  await fake.answer('charModel', charModel);
  pass();
  await fake.make();
  await fake.answer('train');
  await keeping;
  pass();
  pass();
  assert.deepEqual(fake.sent('create')[0].charModel, charModel);
  assert.deepEqual(said, ['Restarted with the new text. Kept for Undo: 307 steps.']);
});

test('a Pause while "Keep what was learnt" waits is announced', async () => {
  await fake.train();
  fake.report(307);
  new TextSource(session).pick('abba');
  await fake.count();
  await fake.make();
  await fake.answer('train');
  pass();
  said = [];
  session.undo.keepLearnt().catch(() => {});
  await fake.pause();
  pass();
  assert.deepEqual(said, ['Paused.']);
});
