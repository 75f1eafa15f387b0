import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { WorkerGroup } from '../../www/src/runs/worker-group.js';
import { FakeWorker } from './support/fake-worker.js';

/** @type {FakeWorker[]} */
let workers;
/** @type {string[]} */
let told;
/** @type {WorkerGroup} */
let crew;

const settle = () => new Promise(setImmediate);

beforeEach(() => {
  workers = [];
  told = [];
  crew = new WorkerGroup({
    createWorker() {
      workers.push(new FakeWorker());
      return workers[workers.length - 1].asWorker();
    },
    onPush: (name) => told.push(name),
    onSuccession: () => told.push('succession'),
    onDeath: (reason) => told.push(`death: ${reason}`),
  });
  crew.heartbeatTimeout = 10_000;
  crew.start();
});

afterEach(() => crew.stop());

/** Two helpers share the training, which has come to step 7. */
async function enlistTwo() {
  crew.enlist(2, /** @type {any} */ ({}));
  for (const helper of workers.slice(1)) {
    helper.answer('create', {});
    await settle();
    helper.answer('follow');
    await settle();
    workers[0].answer('lead');
  }
  workers[0].say({ push: 'progress', value: { step: 7 } });
  told.length = 0;
}

/** @param {FakeWorker} worker */
const kill = (worker) => worker.say({ fatal: 'unreachable' });

test('a helper is connected with the one that leads when it has the model', async () => {
  crew.enlist(1, /** @type {any} */ ({ text: 'abc' }));
  const [leader, helper] = workers;
  assert.deepEqual(helper.sent[0].payload, { text: 'abc' });
  assert.equal(leader.sent.length, 0);
  helper.answer('create', {});
  await settle();
  assert.ok(helper.sent.at(-1).payload instanceof MessagePort);
  helper.answer('follow');
  await settle();
  assert.equal(leader.sent.at(-1).type, 'lead');
  assert.ok(leader.sent.at(-1).payload.port instanceof MessagePort);
});

test('what a helper pushes is not passed on, and its death is not missed', async () => {
  await enlistTwo();
  workers[1].say({ push: 'sample', value: {} });
  kill(workers[1]);
  await settle();
  assert.deepEqual(told, []);
  assert.ok(workers[1].isTerminated && !workers[0].isTerminated);
});

for (const { steps, heir } of [
  { steps: [6, 7], heir: 2 },
  { steps: [7, 7], heir: 1 },
  { steps: [6, 0], heir: 1 },
]) {
  test(`of helpers at steps ${steps} the one that knows the most leads`, async () => {
    await enlistTwo();
    kill(workers[0]);
    workers.slice(1).forEach((helper, i) => helper.answer('release', steps[i]));
    await settle();
    assert.deepEqual(told, ['succession']);
    const asked = crew.request('generate');
    workers[Number(heir)].answer('generate', 'text');
    assert.equal(await asked, 'text');
    const other = workers[3 - Number(heir)];
    assert.equal(other.sent.at(-1).type, 'follow');
    assert.ok(workers[0].isTerminated && !other.isTerminated);
    workers[Number(heir)].say({ push: 'progress', value: { step: 8 } });
    assert.deepEqual(told, ['succession', 'progress']);
  });
}

test('nobody takes over who was not in step', async () => {
  await enlistTwo();
  kill(workers[0]);
  workers.slice(1).forEach((helper) => helper.answer('release', 0));
  await settle();
  assert.deepEqual(told, ['death: unreachable']);
});

test('the one that leads hears of a death at once', async () => {
  await enlistTwo();
  kill(workers[2]);
  await settle();
  const { type, payload } = workers[0].sent.at(-1);
  assert.deepEqual([type, payload], ['miss', 2]);
});

test('a request between two that lead waits for the second', async () => {
  await enlistTwo();
  kill(workers[0]);
  const asked = crew.request('pause');
  workers.slice(1).forEach((helper) => helper.answer('release', 7));
  await settle();
  workers[1].answer('pause', 'done');
  assert.equal(await asked, 'done');
});

test('one that dies after it has answered does not lead', async () => {
  await enlistTwo();
  kill(workers[0]);
  workers[1].answer('release', 7);
  await settle();
  kill(workers[1]);
  workers[2].answer('release', 7);
  await settle();
  assert.deepEqual(told, ['succession']);
  const asked = crew.request('generate');
  workers[2].answer('generate', 'text');
  assert.equal(await asked, 'text');
});

test('after a rollback, one that has done fewer steps than were told takes over', async () => {
  await enlistTwo();
  workers[0].say({ push: 'stopped', value: {} });
  kill(workers[0]);
  workers.slice(1).forEach((helper) => helper.answer('release', 3));
  await settle();
  assert.deepEqual(told, ['stopped', 'succession']);
});

test('a helper that gets its model while another takes over is connected once', async () => {
  crew.enlist(2, /** @type {any} */ ({}));
  workers[1].answer('create', {});
  await settle();
  workers[1].answer('follow');
  await settle();
  kill(workers[0]);
  workers[2].answer('create', {});
  await settle();
  workers[1].answer('release', 0);
  await settle();
  workers[2].answer('follow');
  await settle();
  const led = workers[1].sent.filter(({ type }) => type === 'lead');
  assert.deepEqual(
    led.map(({ payload }) => payload.id),
    [2],
  );
});

test('without helpers a death is told at once', () => {
  kill(workers[0]);
  assert.deepEqual(told, ['death: unreachable']);
});

test('helpers that hold the training up are ended', async () => {
  await enlistTwo();
  workers[0].say({ push: 'alone', value: true });
  assert.deepEqual(
    workers.map(({ isTerminated }) => isTerminated),
    [false, true, true],
  );
  assert.deepEqual(told, []);
});

test('to stop ends all, also those that have no model yet', async () => {
  crew.enlist(2, /** @type {any} */ ({}));
  crew.stop();
  await settle();
  assert.ok(workers.every(({ isTerminated }) => isTerminated));
  assert.deepEqual(told, []);
});
