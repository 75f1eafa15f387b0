import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextSource } from '../../www/src/element/text-source.js';
import { presets } from '../../www/src/texts/presets.js';
import { fake, session } from './support/changing-session-of-test.js';
import { TEXT } from './support/changing-session.js';

const [dates, names] = ['dates', 'names'].map((id) =>
  String(presets.find((preset) => preset.id === id)?.text()),
);

test('a text of the reader that no run has learnt comes back', async () => {
  const source = new TextSource(session);
  source.type('what I wrote');
  source.pick(dates);
  await fake.count();
  assert.deepEqual(
    [fake.line.rule, fake.line.message],
    ['restarted', 'Ready to start with Dates. Your text is kept.'],
  );
  source.pick(names);
  await fake.count();
  await fake.undo('Back to my text');
  assert.deepEqual([session.draft.text, session.status], ['what I wrote', 'idle']);
  assert.deepEqual([fake.line.rule, fake.line.remedy], ['text too short', undefined]);
  assert.equal(fake.workers.length, 0);
});

test('Undo leads to the run before a text that was replaced while it was typed, and to the text', async () => {
  const source = new TextSource(session);
  await fake.trainTo(307);
  source.type('what I wrote');
  source.pick(dates);
  await fake.count();
  await fake.leave(307);
  await fake.make();
  await fake.answer('train');
  await fake.undo();
  await fake.make(307);
  await fake.answer('train');
  assert.deepEqual([session.status, session.draft.text], ['training', TEXT]);
  await fake.undo('Back to my text');
  await fake.make();
  await fake.answer('train');
  assert.deepEqual(
    [session.status, fake.sent('create')[0].text],
    ['training', 'what I wrote'],
    'it goes on training',
  );
});

test('Undo keeps the text that was typed after the change', async () => {
  const source = new TextSource(session);
  await fake.trainTo(307);
  source.pick(dates);
  await fake.count();
  await fake.leave(307);
  source.type('what I wrote');
  await fake.undo();
  await fake.make(307);
  assert.equal(session.draft.text, TEXT);
  await fake.undo('Back to my text');
  assert.equal(session.draft.text, 'what I wrote');
});

test('a text comes back though the example in its place waits for a right setting', async () => {
  const source = new TextSource(session);
  await fake.trainTo(307);
  session.choose('hiddenSize', 0);
  source.pick(dates);
  await fake.count();
  assert.deepEqual([session.draft.text, session.run?.text], [dates, TEXT]);
  const { run } = session;
  await fake.undo('Back to my text');
  assert.deepEqual([session.draft.text, session.run], [TEXT, run], 'its run goes on');
  assert.equal(session.status, 'training');
});
