import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { factsOf } from '../../www/src/runs/coach-facts.js';
import { endedSentence } from '../../www/src/runs/ended-sentence.js';
import { follow } from '../../www/src/runs/remedies.js';
import { FakeSession } from './support/fake-session.js';

/** @type {FakeSession} */
let fake;

beforeEach(() => {
  fake = new FakeSession();
});

afterEach(() => fake.session.reset());

/**
 * Lets the worker report a step with the best one so far.
 *
 * @param {number} step
 * @param {number} bestStep
 */
function report(step, bestStep) {
  const best = { bestStep, bestValidationBitsPerChar: 1.5, validationBitsPerChar: 1.6 };
  const value = { step, bitsPerChar: 1, learningRate: 0.005, ...best };
  fake.newest.say({ push: 'progress', value });
}

/** The models that the worker was told to inspect. */
const inspected = () => fake.sent('selectStep');

const ended = () => endedSentence(factsOf(fake.session));

const choice = () => fake.session.modelChoice.values;

/** @param {'patience' | 'maxSteps'} reason */
const end = (reason, step = 1200) => fake.newest.say({ push: 'ended', value: { reason, step } });

test('the best weights are the default when training is not running', async () => {
  await fake.train();
  assert.deepEqual(choice(), { model: 'now', bestStep: undefined, step: 0 });
  report(20, 20);
  assert.equal(choice().bestStep, undefined, 'they are the current ones');
  report(1200, 465);
  assert.deepEqual(choice(), { model: 'now', bestStep: 465, step: 1200 });
  await fake.pause();
  assert.deepEqual(choice(), { model: 'best', bestStep: 465, step: 1200 });
  assert.deepEqual(inspected(), ['best']);
  fake.session.chooseModel('now');
  await fake.answer('selectStep');
  assert.deepEqual(inspected(), ['best', 'now']);
  const training = fake.session.train();
  await fake.answer('train');
  await training;
  await fake.pause();
  assert.equal(choice().model, 'best', 'Train ends the choice');
  await fake.session.reset();
  assert.deepEqual(choice(), { model: 'now', bestStep: undefined, step: 0 });
});

test('better weights replace the inspected ones', async () => {
  await fake.train();
  report(1200, 465);
  fake.session.chooseModel('best');
  report(1300, 1210);
  await fake.answer('selectStep');
  assert.deepEqual(inspected(), ['best', 'best']);
});

test('a step of the history takes precedence until a model is chosen', async () => {
  await fake.train();
  report(1200, 465);
  await fake.pause();
  fake.session.mind(fake.session.inspector.selectStep(100));
  await fake.answer('selectStep');
  fake.session.chooseModel('best');
  await fake.answer('selectStep');
  assert.deepEqual(inspected(), ['best', 100, 'best']);
  assert.equal(fake.session.selection.step, undefined);
});

test('a single step and a return show the current model', async () => {
  await fake.train();
  report(1200, 465);
  await fake.pause();
  const stepping = fake.session.step();
  await fake.answer('pause');
  await fake.answer('step', { step: 1201, bitsPerChar: 1, learningRate: 0.005 });
  await stepping;
  assert.equal(choice().model, 'now');
  fake.session.chooseModel('best');
  const going = fake.session.goBack(1000);
  const validation = { step: 990, bitsPerChar: 1.7, bestStep: 460, bestBitsPerChar: 1.55 };
  await fake.answer('goBack', { step: 1000, learningRate: 0.005, validation });
  await going;
  assert.deepEqual(choice(), { model: 'now', bestStep: 460, step: 1000 });
  assert.deepEqual(fake.session.record.best, { step: 460, bitsPerChar: 1.55 });
});

test('a new worker inspects the best weights again', async () => {
  await fake.train();
  report(1200, 465);
  fake.save(1200);
  await fake.pause();
  await fake.die();
  const validation = { step: 1200, bitsPerChar: 1.7, bestStep: 465, bestBitsPerChar: 1.5 };
  await fake.make(1200, 0.005, { validation });
  assert.deepEqual(inspected(), ['best']);
  await fake.die();
  await fake.make(1200);
  assert.deepEqual([inspected(), choice().model], [[], 'now'], 'a checkpoint without them');
});

test('the model of a text is the chosen one, or that of the option', async () => {
  await fake.train();
  report(1200, 465);
  await fake.pause();
  const sample = { step: 465, isBest: true, prompt: '', text: 'ab', seed: 1 };
  for (const options of [{}, { model: /** @type {const} */ ('now') }]) {
    const writing = fake.session.generate(options);
    await fake.answer('generate', sample);
    await writing;
  }
  const reading = fake.session.inspect('ab');
  await fake.answer('inspect', {});
  await reading;
  const models = fake.sent('generate').map(({ model }) => model);
  assert.deepEqual(
    [...models, ...fake.sent('inspect')],
    ['best', 'now', { text: 'ab', model: 'best' }],
  );
});

test('a training that ends by itself is paused, says why, and goes on', async () => {
  await fake.train();
  report(1200, 465);
  end('maxSteps');
  assert.equal(fake.session.status, 'paused');
  assert.equal(
    ended(),
    'It stopped after 1,200 steps, as set. You see it at its best, after step 465.',
  );
  const training = fake.session.train();
  await fake.answer('train');
  await training;
  assert.deepEqual([fake.session.status, ended()], ['training', '']);
  report(1210, 465);
  end('patience', 1210);
  assert.match(
    ended(),
    /^It stopped: no better on unseen text in .* steps\. You see it at its best, after step 465\.$/,
  );
  const going = fake.session.goBack(1000);
  await fake.answer('goBack', { step: 1000, learningRate: 0.005 });
  await going;
  assert.equal(ended(), '');
});

test('an end that a newer Train has overtaken leaves the run training', async () => {
  await fake.train();
  const training = fake.session.train();
  await fake.answer('selectStep').catch(() => {});
  end('patience');
  await fake.answer('train');
  await training;
  assert.equal(fake.session.status, 'training');
});

test('the remedy of over-fitting pauses, and shows the best weights', async () => {
  await fake.train();
  report(1200, 465);
  const following = follow(fake.session, { label: '', usesBest: true });
  await fake.answer('pause');
  await following;
  assert.deepEqual([fake.session.status, choice().model], ['paused', 'best']);
});
