import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { follow } from '../../www/src/runs/remedies.js';
import { taskOf } from '../../www/src/texts/lag-tasks.js';
import { FakeSession, settle } from './support/fake-session.js';

/** @type {FakeSession} */
let fake;

beforeEach(() => {
  fake = new FakeSession();
});

afterEach(() => fake.session.reset());

test('Train waits for the answer to a step back, which removes no newer figures', async () => {
  await fake.train();
  fake.report(100);
  const going = fake.session.goBack(20);
  const training = fake.session.train();
  await settle();
  assert.equal(fake.sent('train').length, 1, 'that of the first Train');
  await fake.answer('goBack', { step: 20, learningRate: 0.005 });
  await going;
  assert.equal(fake.sent('train').length, 2);
  await fake.answer('train');
  await training;
  fake.report(40);
  assert.equal(fake.session.status, 'training');
  assert.equal(fake.session.record.progress?.step, 40);
});

test('the page shows a step back of a paused run once it is answered', async () => {
  await fake.train();
  fake.report(100);
  await fake.pause();
  const going = fake.session.goBack(20);
  await settle();
  let stepToShow = NaN;
  fake.session.changed = () => (stepToShow = Number(fake.session.record.progress?.step));
  await fake.answer('goBack', { step: 20, learningRate: 0.005 });
  await going;
  assert.equal(stepToShow, 20);
});

test('reports of the training are shown soon, everything else at once', async () => {
  await fake.train();
  /** @type {string[]} */
  const shown = [];
  fake.session.changed = () => void shown.push('at once');
  fake.session.changedSoon = () => void shown.push('soon');
  fake.report(10);
  fake.save(10);
  assert.deepEqual(shown, ['soon', 'at once']);
});

test('a refused step back leaves the run paused like the worker', async () => {
  await fake.train();
  const going = fake.session.goBack(20);
  await settle();
  const { id } = fake.newest.sent.at(-1);
  fake.newest.say({ id, error: { name: 'Error', message: 'there is no checkpoint of step 20' } });
  await assert.rejects(going, /no checkpoint of step 20/);
  assert.equal(fake.session.status, 'paused');
});

test('the learning rate of a run stays when the text changes, until the reset', async () => {
  await fake.train();
  const rate = () => fake.session.draft.settings.values.learningRate;
  const before = rate();
  fake.session.useTask({
    text: 'ab\n'.repeat(20),
    bitsPerChar: 0,
    index: 1,
    ...taskOf({ task: 'count', lag: 1, chars: 60, seed: 1 }),
  });
  await settle();
  assert.equal(rate(), before);
  assert.deepEqual(fake.sent('setLearningRate'), []);
  await fake.session.reset();
  assert.equal(rate(), 0.01, 'the one suggested for the task');
});

test('settings with another learning rate send it once, and with the same one not at all', async () => {
  await fake.train();
  const { learningRate } = fake.session.draft.settings.values;
  fake.session.useConfig({ learningRate: 0.001 });
  await fake.answer('setLearningRate', 0.001);
  fake.session.useConfig({ learningRate: 0.001, hiddenSize: 7 });
  await settle();
  assert.deepEqual(fake.sent('setLearningRate'), [0.001]);
  fake.session.useConfig({});
  await settle();
  assert.deepEqual(fake.sent('setLearningRate'), [0.001, learningRate]);
  assert.deepEqual(fake.session.useConfig({ learningRate: 0, hiddenSize: 0 }).length, 2);
});

test('the lowest learning rate is not halved, and the message says so', async () => {
  await fake.train();
  fake.session.choose('learningRate', 1.5e-6);
  await fake.answer('setLearningRate', 1.5e-6);
  const slowing = follow(fake.session, { label: '' });
  await settle();
  assert.equal(fake.sent('setLearningRate').at(-1), 1e-6);
  await fake.answer('setLearningRate', 1e-6);
  await fake.answer('train');
  await slowing;
  await follow(fake.session, { label: '' });
  assert.equal(fake.sent('setLearningRate').length, 2);
  assert.match(
    String(fake.session.error?.message),
    /^The learning rate is 0\.000001, and there is/,
  );
});

test('a session that has left starts no worker', async () => {
  fake.session.setText('abab');
  await settle();
  fake.session.leave();
  await assert.rejects(fake.session.train(), { name: 'AbortError' });
  assert.equal(fake.workers.length, 0);
});
