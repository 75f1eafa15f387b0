import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { FakeSession, settle } from './support/fake-session.js';

/** @type {FakeSession} */
let fake;

beforeEach(() => {
  fake = new FakeSession();
});

afterEach(() => fake.session.destroy());

test('Train waits for the answer to Back, which cuts no newer figures', async () => {
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

test('a step back that is refused leaves the run paused, as the worker is', async () => {
  await fake.train();
  const going = fake.session.goBack(20);
  await settle();
  const { id } = fake.newest.sent.at(-1);
  fake.newest.say({ id, error: { name: 'Error', message: 'there is no checkpoint of step 20' } });
  await assert.rejects(going, /no checkpoint of step 20/);
  assert.equal(fake.session.status, 'paused');
});
