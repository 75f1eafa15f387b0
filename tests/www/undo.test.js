import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextSource } from '../../www/src/element/text-source.js';
import { follow } from '../../www/src/runs/remedies.js';
import { fake, session } from './support/changing-session-of-test.js';
import { TEXT } from './support/changing-session.js';
import { settle } from './support/fake-session.js';

test('another text restarts a training run, and Undo brings back text, settings and run', async () => {
  session.choose('hiddenSize', 7);
  await fake.trainTo(307);
  session.choose('learningRate', 0.001);
  await fake.answer('setLearningRate', 0.001);
  const { record } = session;
  await fake.pick('abba');
  assert.equal(fake.workers.length, 2);
  await fake.make();
  await fake.answer('train');
  fake.report(2);
  assert.deepEqual([session.status, session.record.progress?.step], ['training', 2]);
  assert.equal(fake.line.message, 'Restarted with the new text.');
  const saved = await fake.leave(307);
  assert.ok(fake.workers[0].isTerminated, 'its workers are freed');

  session.choose('hiddenSize', 9);
  await fake.undo();
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

test('Keep what was learnt starts nothing where the state before is a text alone', async () => {
  session.setText(TEXT);
  session.earlier.addText(session.draft.save());
  session.setText('abba');
  await session.undo.keepLearnt();
  assert.deepEqual(
    [fake.workers.length, session.status, session.draft.text, session.earlier.newest?.draft.text],
    [0, 'idle', 'abba', TEXT],
  );
});

test('another size restarts a paused run as idle, and Undo brings it back paused', async () => {
  await fake.trainTo(50);
  await fake.pause();
  session.choose('hiddenSize', 9);
  session.restarts.request();
  await settle();
  await fake.leave(50);
  assert.equal(session.status, 'idle');
  assert.equal(fake.line.message, 'Ready to start with the new settings. Kept for Undo: 50 steps.');
  await fake.undo();
  await fake.make(50);
  assert.deepEqual([session.status, session.record.progress?.step], ['paused', 50]);
  assert.notEqual(session.draft.config.hiddenSize, 9);
});

test('after two quick changes Undo leads back to the learnt run', async () => {
  await fake.trainTo(307);
  await fake.pick('abba');
  await fake.make();
  await fake.answer('train');
  fake.report(3);
  await fake.pick('baab');
  await fake.leave(307);
  assert.ok(fake.workers[1].isTerminated, 'a run of a moment is not kept');
  await fake.undo();
  assert.equal(fake.sent('create')[0].text, TEXT);
});

test('a change while the first worker starts leaves nothing to undo', async () => {
  session.setText(TEXT);
  const training = session.train();
  const rejected = assert.rejects(training, { name: 'AbortError' });
  await settle();
  await fake.pick('abba');
  await rejected;
  assert.ok(fake.workers[0].isTerminated);
  await fake.make();
  await fake.answer('train');
  assert.deepEqual([session.status, fake.sent('create')[0].text], ['training', 'abba']);
  assert.equal(session.earlier.newest, undefined);
});

test('a change while the worker of a restart starts keeps the run before it', async () => {
  await fake.trainTo(307);
  await fake.pick('abba');
  await fake.pick('baab');
  await fake.leave(307);
  await fake.make();
  await fake.answer('train');
  assert.equal(fake.sent('create')[0].text, 'baab');
  await fake.undo();
  assert.equal(fake.sent('create')[0].text, TEXT);
});

test('a run whose worker dies on leaving continues from its last checkpoint', async () => {
  await fake.trainTo(307);
  fake.save(300);
  await fake.pick('abba');
  await fake.make();
  await fake.answer('train');
  fake.workers[0].say({ fatal: 'unreachable' });
  await settle();
  await fake.make(300);
  await fake.answer('pause');
  assert.equal(session.status, 'training');
  await fake.undo();
  assert.equal(fake.sent('create')[0].checkpoint.counters[0], 300);
});

test('a run that dies without a checkpoint cannot be brought back', async () => {
  await fake.trainTo(307);
  await fake.pick('abba');
  await fake.make();
  await fake.answer('train');
  fake.isRefused = true;
  fake.workers[0].say({ fatal: 'unreachable' });
  await settle();
  assert.equal(session.earlier.newest?.run, undefined);
  assert.deepEqual([session.status, fake.errors], ['training', []]);
});

test('when the worker of the restart fails, Undo stands beside the error', async () => {
  await fake.trainTo(307);
  fake.isRefused = true;
  await fake.pick('abba');
  await fake.leave(307);
  assert.equal(session.status, 'idle');
  assert.equal(fake.line.kind, 'problem');
  fake.isRefused = false;
  await fake.undo();
  await fake.make(307);
  assert.deepEqual([session.status, session.error], ['paused', undefined]);
});

test('a Reset by the reader can be undone', async () => {
  await fake.trainTo(307);
  await session.reset({ isByReader: true });
  await fake.leave(307);
  assert.equal(fake.line.message, 'Ready to start anew. Kept for Undo: 307 steps.');
  await fake.undo();
  await fake.make(307);
  assert.deepEqual([session.status, session.record.progress?.step], ['paused', 307]);
});

test('more than a minute of training is never lost by Undo', async () => {
  await fake.trainTo(307);
  await fake.pick('abba');
  await fake.leave(307);
  await fake.make();
  await fake.answer('train');
  fake.report(1000); // 80 seconds
  const second = fake.newest;
  await fake.undo();
  await fake.leave(1000, second);
  await fake.make(307);
  await fake.answer('train');
  assert.equal(session.earlier.newest?.draft.text, 'abba');
  await fake.undo();
  assert.equal(fake.sent('create')[0].text, 'abba');
});

test('Undo leads to each of several runs, also after many short ones', async () => {
  const source = new TextSource(session);
  await fake.trainTo(100_000);
  for (let at = 0; at < 16; at++) {
    const left = fake.newest;
    source.pick(`${TEXT}${at}`);
    await fake.leave(200, left);
    await fake.make();
    await fake.answer('train');
    fake.report(200); // 16 seconds
  }
  const seen = new Set();
  for (let { text } = session.draft; !seen.has(text); { text } = session.draft) {
    seen.add(text);
    await fake.undo(fake.line.remedy?.label);
    await fake.make(200);
    await fake.answer('train');
  }
  const newest = Array.from({ length: 8 }, (_, i) => `${TEXT}${i + 8}`);
  assert.deepEqual(seen, new Set([TEXT, ...newest]), 'the run of hours, and the newest ones');
});

test('Undo brings back the weights that a run began with', async () => {
  await fake.trainTo(307);
  session.setText('abba');
  const keeping = follow(session, { label: '', keepsWeights: true });
  const charModel = { vocabulary: 'ab', readsUnknown: false, weights: new Uint8Array(1) };
  await fake.answer('charModel', charModel);
  await fake.leave(307);
  await fake.make();
  await fake.answer('train');
  await keeping;
  fake.report(307);
  const kept = session.kept.value;
  assert.equal(kept?.charModel, charModel);
  await fake.pick('bb'.repeat(10));
  await fake.leave(307, fake.workers[1]);
  assert.equal(session.kept.value, undefined);
  await fake.undo();
  assert.equal(session.kept.value, kept);
  assert.equal(fake.sent('create')[0].charModel, charModel);
  await fake.make(307);
  assert.equal(session.draft.text, 'abba');
});
