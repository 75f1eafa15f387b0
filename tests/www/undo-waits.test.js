import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fake, session } from './support/changing-session-of-test.js';
import { TEXT } from './support/changing-session.js';
import { settle } from './support/fake-session.js';

test('Undo before the old run has left waits for its checkpoint', async () => {
  await fake.trainTo(307);
  await fake.pick('abba');
  await fake.make();
  await fake.answer('train');
  await fake.undo();
  assert.equal(fake.workers.length, 2);
  const saved = await fake.leave(307);
  assert.equal(fake.workers.length, 3);
  assert.equal(fake.sent('create')[0].checkpoint, saved);
});

test('a Pause during Undo is honoured', async () => {
  await fake.beginUndo();
  await fake.pause();
  await fake.leave(307);
  await fake.make(307);
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'paused']);
  assert.deepEqual(fake.sent('train'), []);
});

test('a Pause while the worker of Undo starts is honoured', async () => {
  await fake.beginUndo();
  await fake.leave(307);
  const pausing = session.pause();
  await fake.make(307);
  await fake.answer('pause'); // of Undo itself
  await fake.answer('pause');
  await pausing;
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'paused']);
  assert.deepEqual(fake.sent('train'), []);
});

test('a double click on Undo brings one state back', async () => {
  await fake.beginUndo();
  await fake.undo();
  await fake.leave(307);
  await fake.make(307);
  await fake.answer('train');
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'training']);
  assert.equal(fake.workers.length, 3);
});

for (const [name, act] of /** @type {const} */ ([
  ['an example that is picked', () => fake.pick('baab')],
  ['a Reset', () => session.reset({ isByReader: true })],
])) {
  test(`${name} during Undo counts, and Undo can follow it`, async () => {
    await fake.beginUndo();
    await act();
    const { text } = session.draft;
    const count = fake.workers.length;
    await fake.leave(307);
    assert.deepEqual([session.draft.text, fake.workers.length], [text, count]);
    assert.notEqual(text, TEXT);
    await fake.undo();
    assert.equal(session.draft.text, TEXT);
    await fake.make(307);
    assert.deepEqual(fake.errors, []);
  });
}

test('a Reset by the host page during Undo leaves nothing to bring back', async () => {
  await fake.beginUndo();
  await session.reset();
  await fake.leave(307);
  assert.deepEqual([session.draft.text, session.status], ['abba', 'idle']);
  assert.deepEqual([session.earlier.newest, fake.errors], [undefined, []]);
});

test('a run that dies without a checkpoint during Undo leaves its text', async () => {
  await fake.beginUndo();
  fake.isRefused = true;
  fake.workers[0].say({ fatal: 'unreachable' });
  await settle();
  assert.deepEqual([session.draft.text, session.status], ['abba', 'training']);
  await fake.undo('Back to my text');
  assert.equal(session.draft.text, TEXT);
});

test('a typed text counts when the run that Undo waits for is lost', async () => {
  await fake.beginUndo();
  session.setText('baab');
  session.restarts.request(60_000);
  const undoing = session.undo.back();
  session.earlier.clear();
  await undoing;
  await settle();
  assert.equal(session.run?.text, 'baab');
});

test('a setting that is chosen at rest while Undo waits counts', async () => {
  await fake.trainTo(307);
  await session.reset({ isByReader: true });
  const undoing = session.undo.back();
  session.restarts.choose('learningRate', 0.001);
  await fake.leave(307);
  await undoing;
  const { learningRate } = session.draft.config;
  assert.deepEqual([session.status, learningRate], ['idle', 0.001]);
  await fake.undo();
  await fake.make(307);
  assert.equal(session.status, 'paused');
});

test('Undo while a restart begins brings the run back', async () => {
  await fake.trainTo(307);
  await fake.pick('abba');
  await fake.leave(307); // the worker of the restart has not answered
  await fake.undo();
  await fake.make(307);
  await fake.answer('train');
  assert.deepEqual([session.draft.text, session.status], [TEXT, 'training']);
  assert.ok(fake.workers[1].isTerminated);
  assert.deepEqual(fake.errors, []);
});
