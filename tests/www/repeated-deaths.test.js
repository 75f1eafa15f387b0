import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Deaths } from '../../www/src/runs/deaths.js';
import { FakeSession, settle } from './support/fake-session.js';

/** @type {FakeSession} */
let fake;

beforeEach(() => {
  fake = new FakeSession();
});

afterEach(() => fake.session.reset());

/** Trains to a step by one report of 40 steps, with a checkpoint of step 900. */
async function trainTo(step = 940) {
  await fake.train();
  fake.report(900);
  fake.save(900);
  fake.report(step);
}

const FAILED =
  'The training worker stopped again near step 940: unreachable. Train tries again from step 900; Reset starts over.';

/** Lets a worker die twice at step 940. */
async function fail() {
  await trainTo();
  await fake.die();
  await fake.restore(900);
  fake.report(940);
  await fake.die();
}

for (const [steps, isRepeated] of /** @type {const} */ ([
  [19, true],
  [20, false],
])) {
  test(`deaths ${steps} steps apart ${isRepeated ? 'have one cause' : 'are two'}`, () => {
    const deaths = new Deaths();
    const death = { step: 100, stepsPerReport: 40, isTraining: true };
    assert.equal(deaths.add(death), false);
    assert.equal(deaths.add({ ...death, step: 140 + steps }), isRepeated);
  });
}

test('a second death within the same 20 steps keeps the checkpoint for Train', async () => {
  await fail();
  assert.equal(fake.session.status, 'failed');
  assert.equal(fake.session.error?.message, FAILED);
  assert.equal(fake.workers.length, 2);
  const training = fake.session.train();
  await fake.make(900);
  assert.equal(fake.sent('create')[0].checkpoint.counters[0], 900);
  await fake.answer('train'); // of the recovery
  await fake.answer('train'); // of the command
  await training;
  assert.equal(fake.session.status, 'training');
  assert.deepEqual([fake.session.error, fake.session.notice], [undefined, '']);
  assert.deepEqual(fake.session.record.training.x, [900]);
  fake.report(940);
  await fake.die();
  assert.equal(fake.session.status, 'training', 'the count is clean');
});

test('deaths of a fast model stop the training, even if its reports skip steps', async () => {
  await trainTo(1000);
  await fake.die();
  await fake.restore(900);
  fake.report(1040);
  await fake.die();
  assert.equal(fake.session.status, 'failed');
});

test('a third death without a new checkpoint stops the training', async () => {
  await trainTo(940);
  for (const step of [1000, 1100]) {
    await fake.die();
    await fake.restore(900);
    for (let next = 910; next <= step; next += 10) fake.report(next);
  }
  assert.equal(fake.session.status, 'training');
  await fake.die();
  assert.equal(fake.session.status, 'failed');
});

test('new checkpoints between deaths at other steps keep the training alive', async () => {
  await trainTo(940);
  for (const step of [1100, 1300, 1500]) {
    await fake.die();
    await fake.restore(step - 10);
    fake.save(step - 10);
    fake.report(step);
  }
  assert.equal(fake.session.status, 'training');
  assert.equal(fake.workers.length, 4);
});

async function dieTwicePaused() {
  await trainTo();
  await fake.pause();
  for (let death = 0; death < 2; death++) {
    await fake.die();
    await fake.restore(900);
  }
}

test('two deaths of a paused model do not stop its training', async () => {
  await dieTwicePaused();
  assert.equal(fake.session.status, 'paused');
  assert.match(fake.session.notice, /^The training worker stopped: unreachable\. Train continues/);
});

test('a model that dies repeatedly without a command stops, and keeps its state', async () => {
  await dieTwicePaused();
  await fake.die();
  assert.equal(fake.session.status, 'failed');
  assert.match(String(fake.session.error?.message), /Train tries again from step 900;/);
});

test('a command between the deaths of a paused model permits a recovery', async () => {
  await trainTo();
  await fake.pause();
  for (let death = 0; death < 4; death++) {
    await fake.die();
    await fake.restore(900);
    await fake.pause();
  }
  assert.equal(fake.session.status, 'paused');
});

test('an inspection in force at two deaths is suspended until another selection', async () => {
  await trainTo();
  fake.session.inspector.show({}, 'page');
  await fake.pause();
  await fake.die();
  await fake.restore(900);
  assert.equal(fake.sent('select').at(-1).unit, 0);
  await fake.die();
  await fake.restore(900);
  assert.ok(fake.sent('select').every((request) => request === undefined));
  assert.match(fake.session.notice, /The inside is shown again once you choose another letter\.$/);
  fake.session.selection.choose({ unit: 1 });
  await settle();
  assert.equal(fake.sent('select').at(-1).unit, 1);
  fake.session.selection.choose({ unit: 0 });
  await settle();
  assert.equal(fake.sent('select').at(-1).unit, 0);
});

test('a refused recovery fails with a message, and Train tries again', async () => {
  await trainTo();
  await fake.die();
  const { id } = fake.newest.sent.find(({ type }) => type === 'create');
  fake.newest.say({ id, error: { name: 'RangeError', message: 'out of memory' } });
  await settle();
  assert.equal(fake.session.status, 'failed');
  const message =
    'No training worker could start: out of memory. The training worker stopped near step 940: unreachable. Train tries again from step 900; Reset starts over.';
  assert.deepEqual(fake.errors, [message]);
  assert.ok(fake.newest.isTerminated);
  const training = fake.session.train();
  await fake.make(900);
  await fake.answer('train'); // of the recovery
  await fake.answer('train'); // of the command
  await training;
  assert.equal(fake.session.status, 'training');
});

test('a recovery without a worker fails with a message, and so does Train', async () => {
  await trainTo();
  fake.isRefused = true;
  await fake.die();
  assert.equal(fake.session.status, 'failed');
  await assert.rejects(fake.session.train(), { name: 'WorkerDiedError' });
  assert.equal(fake.session.status, 'failed');
  assert.equal(fake.errors.length, 2);
  assert.equal(
    fake.session.error?.message,
    'No training worker could start: workers are forbidden. Train tries again from step 900; Reset starts over.',
  );
});

test('a failed run continues with the learning rate chosen since', async () => {
  await fail();
  fake.session.choose('learningRate', 0.001);
  const training = fake.session.train();
  await fake.make(900, 0.001);
  assert.equal(fake.sent('create')[0].learningRate, 0.001);
  await fake.answer('train'); // of the recovery
  await fake.answer('train'); // of the command
  await training;
  assert.equal(fake.session.model?.config.learningRate, 0.001);
});

test('a reset of a failed run frees its checkpoint', async () => {
  await fail();
  await fake.session.reset();
  assert.equal(fake.session.status, 'idle');
  const training = fake.session.train();
  await fake.make();
  assert.equal(fake.sent('create')[0].checkpoint, undefined);
  await fake.answer('train');
  await training;
});

test('a recovery reports that earlier steps are gone', async () => {
  await trainTo();
  fake.newest.say({ push: 'history', value: [0, 10, 500] });
  await fake.die();
  await fake.restore(900);
  assert.match(
    fake.session.notice,
    /from step 900\. You can no longer go back to the steps before it\.$/,
  );
});
