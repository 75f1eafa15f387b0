import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { WorkerGroup } from '../../www/src/runs/worker-group.js';
import { FakeWorker } from './support/fake-worker.js';

/** @type {FakeWorker[]} */
let workers;
/** @type {string[]} */
let told;
/** @type {WorkerGroup} */
let group;

const settle = () => new Promise(setImmediate);

/** The request for a model that no fake worker creates. */
const REQUEST = /** @type {import('../../www/src/shared/protocol.js').CreateRequest} */ (
  /** @type {unknown} */ ({ text: 'abc' })
);

beforeEach(() => {
  workers = [];
  told = [];
  group = new WorkerGroup({
    createWorker() {
      workers.push(new FakeWorker());
      return workers[workers.length - 1].asWorker();
    },
    listeners: {
      progress: () => void told.push('progress'),
      sample: () => void told.push('sample'),
    },
    onDeath: (reason) => void told.push(`death: ${reason}`),
  });
  group.start();
});

afterEach(() => group.stop());

/** Two replicas share the training. */
async function addTwo() {
  group.addReplicas(2, REQUEST);
  for (const replica of workers.slice(1)) {
    replica.answer('create', {});
    await settle();
    replica.answer('follow');
    await settle();
    workers[0].answer('attach');
  }
}

/** @param {FakeWorker} worker */
const kill = (worker) => worker.say({ fatal: 'unreachable' });

test('a replica is attached to the leading worker once it has the model', async () => {
  group.addReplicas(1, REQUEST);
  const [leader, replica] = workers;
  assert.deepEqual(replica.sent[0].payload, { text: 'abc' });
  assert.equal(leader.sent.length, 0);
  replica.answer('create', {});
  await settle();
  assert.ok(replica.sent.at(-1).payload instanceof MessagePort);
  replica.answer('follow');
  await settle();
  assert.equal(leader.sent.at(-1).type, 'attach');
  assert.ok(leader.sent.at(-1).payload.port instanceof MessagePort);
});

test('the pushes of a replica are ignored, and its death ends no other worker', async () => {
  await addTwo();
  workers[0].say({ push: 'progress', value: {} });
  workers[1].say({ push: 'sample', value: {} });
  kill(workers[1]);
  await settle();
  assert.deepEqual(told, ['progress']);
  assert.deepEqual(
    workers.map(({ isTerminated }) => isTerminated),
    [false, true, false],
  );
});

test('a dead replica is detached from the leading worker', async () => {
  await addTwo();
  kill(workers[2]);
  await settle();
  const { type, payload } = workers[0].sent.at(-1);
  assert.deepEqual([type, payload], ['detach', 2]);
});

/**
 * The replicas that a worker was told to attach and detach, in order.
 *
 * @param {FakeWorker} worker
 */
const changes = ({ sent }) =>
  sent.flatMap(({ type, payload }) =>
    type === 'attach' ? [payload.id] : type === 'detach' ? [-payload] : [],
  );

/** Seven replicas that have the model, in any order. */
async function addSeven() {
  group.addReplicas(7, REQUEST);
  for (const id of [7, 3, 1, 6, 2, 5, 4]) {
    workers[id].answer('create', {});
    await settle();
  }
  // A replica below one that is not ready is told to follow it later.
  for (const replica of workers.slice(1)) {
    replica.answer('follow');
    await settle();
  }
}

test('eight workers form a tree', async () => {
  await addSeven();
  assert.deepEqual(workers.map(changes), [[1, 2, 4, 6], [], [3], [], [5], [], [7], []]);
});

test('the replica below a dead one follows the leading worker', async () => {
  await addSeven();
  for (const id of [4, 6]) {
    kill(workers[id]);
    await settle();
    workers[id + 1].answer('follow');
    await settle();
  }
  assert.deepEqual(changes(workers[0]), [1, 2, 4, 6, -4, 5, -6, 7]);
});

test('a replica that dies while it is attached is detached afterwards', async () => {
  group.addReplicas(1, REQUEST);
  workers[1].answer('create', {});
  await settle();
  workers[1].answer('follow');
  await settle();
  kill(workers[1]);
  workers[0].answer('attach');
  await settle();
  assert.equal(workers[0].sent.at(-1).type, 'detach');
});

test('a replica that cannot make the model ends', async () => {
  group.addReplicas(1, REQUEST);
  const error = { name: 'MemoryError', message: 'too large' };
  workers[1].say({ id: workers[1].sent[0].id, error });
  await settle();
  assert.ok(workers[1].isTerminated && !workers[0].isTerminated);
  assert.deepEqual(told, []);
});

test('the death of the leading worker ends all workers, and its pending requests reject', async () => {
  await addTwo();
  const asked = group.engine.pause();
  kill(workers[0]);
  await assert.rejects(asked, { name: 'WorkerDiedError' });
  assert.ok(workers.every(({ isTerminated }) => isTerminated));
  assert.deepEqual(told, ['death: unreachable']);
});

test('stop ends all workers, including those without a model', async () => {
  group.addReplicas(2, REQUEST);
  group.stop();
  await settle();
  assert.ok(workers.every(({ isTerminated }) => isTerminated));
  assert.deepEqual(told, []);
});

test('the share is told after a while, and never to a group that has ended', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const ask = mock.method(group, 'engine', () => ({ setShare: async () => {} }), {
      getter: true,
    });
    group.share = 0.5;
    group.share = 0.25;
    mock.timers.tick(1000);
    assert.equal(ask.mock.callCount(), 1);
    group.share = 0.5;
    group.stop();
    mock.timers.tick(1000);
    assert.equal(ask.mock.callCount(), 1);
  } finally {
    mock.timers.reset();
  }
});

test('the last replicas end, and later ones take their places, but never the place of a dead one', async () => {
  await addSeven();
  group.keepReplicas(5);
  await settle();
  const living = () => workers.filter(({ isTerminated }) => !isTerminated).length;
  assert.equal(living(), 6);
  assert.deepEqual(changes(workers[0]), [1, 2, 4, 6, -6]);
  kill(workers[1]);
  await settle();
  group.addReplicas(6, REQUEST);
  assert.equal(workers.length, 9, 'the sixth alone');
  workers[8].answer('create', {});
  await settle();
  workers[8].answer('follow');
  await settle();
  assert.deepEqual(changes(workers[0]), [1, 2, 4, 6, -6, -1, 6]);
  group.keepReplicas(0);
  assert.equal(living(), 1);
});
