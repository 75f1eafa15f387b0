import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeSession, settle, textReport } from './support/fake-session.js';

const charModel = { vocabulary: 'ab', readsUnknown: false, weights: new Float32Array(3) };

/**
 * A session with a run, and another text.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} text
 */
async function changed(t, text) {
  const fake = new FakeSession();
  t.after(() => fake.session.reset());
  await fake.train();
  await fake.pause();
  fake.session.setText(text);
  await settle();
  return fake;
}

test('a reset keeps the weights for the next run, and a plain one does not', async (t) => {
  const fake = await changed(t, 'bbba'.repeat(9));
  const { session } = fake;
  const resetting = session.reset({ keepWeights: true });
  await fake.answer('charModel', charModel);
  await resetting;
  assert.deepEqual([session.status, session.model], ['idle', undefined]);
  const training = session.train();
  await fake.make();
  await fake.answer('train');
  await training;
  const [request] = fake.sent('create');
  assert.deepEqual([request.text, request.charModel], ['bbba'.repeat(9), charModel]);
  assert.equal(session.isStale, false);

  // New workers after a death start with the same weights.
  await fake.die();
  await settle();
  assert.deepEqual(fake.sent('create')[0].charModel, charModel);
  await fake.make();

  await session.reset();
  session.mind(session.train());
  await fake.make();
  assert.equal(fake.sent('create')[0].charModel, undefined);
});

test('a text with unknown letters is refused by name, and the run stays', async (t) => {
  const fake = await changed(t, 'abcab"d');
  const { session } = fake;
  const { model } = session;
  const message = 'It cannot keep what it learnt: it does not know the letters "\\"", "c", "d".';
  assert.equal(model && session.kept.problemOf(model), message);
  const error = { name: 'UnknownCharsError', message };
  await assert.rejects(session.reset({ keepWeights: true }), error);
  assert.deepEqual([session.error, session.model], [error, model]);
  session.setText('abbc');
  await settle();
  assert.match(String(model && session.kept.problemOf(model)), /know the letter "c"\.$/);
  session.setText('abcdefghijklm');
  await settle();
  assert.match(String(model && session.kept.problemOf(model)), /"i", "j" and 3 more\.$/);
  session.setText('abba');
  await settle();
  assert.equal(model && session.kept.problemOf(model), '');

  // After the reset, too.
  const resetting = session.reset({ keepWeights: true });
  await fake.answer('charModel', charModel);
  await resetting;
  session.setText('abbc');
  await assert.rejects(session.train(), { name: 'UnknownCharsError' });
  await session.reset();
  session.mind(session.train());
  await fake.make();
  assert.equal(fake.sent('create')[0].text, 'abbc');
});

test('other sizes of the network are refused, and not offered', async (t) => {
  const fake = await changed(t, 'abba');
  const { session } = fake;
  const { model } = session;
  const hiddenSize = model?.config.hiddenSize;
  session.choose('hiddenSize', 7);
  assert.equal(model && session.kept.problemOf(model), undefined);
  const message = `What was learnt needs hiddenSize ${hiddenSize}: choose that again, or Reset to start anew.`;
  await assert.rejects(session.reset({ keepWeights: true }), { name: 'SettingError', message });
  session.choose('hiddenSize', undefined);
  session.choose('dropout', 0.3);
  assert.equal(model && session.kept.problemOf(model), '');
});

test('a run that reads rare letters as one knows every letter', async (t) => {
  const fake = new FakeSession();
  t.after(() => fake.session.reset());
  const { session } = fake;
  session.setText('ab'.repeat(10));
  session.mind(session.train());
  await fake.make(0, undefined, { textReport: { ...textReport, rareChars: 1 } });
  session.setText('xyz');
  await settle();
  assert.equal(session.model && session.kept.problemOf(session.model), '');
});
