import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
import { seededRandom } from '../../www/src/lib/random.js';
import { parentOf } from '../../www/src/runs/worker-group.js';
import { divide } from '../../www/src/worker/step-division.js';
import { WorkerTree } from './support/worker-tree.js';

/** @param {string} path relative to this file */
const read = (path) => readFileSync(new URL(path, import.meta.url));

initSync({ module: read('../../www/pkg/lstm_playground_bg.wasm') });

const TEXT = read('../fixtures/weights_hash_text.txt').toString().repeat(3);
const CONFIG = { hiddenSize: 16, numLayers: 2, seqLen: 8, batchSize: 32, dropout: 0.1 };

/**
 * @param {import('node:test').TestContext} t
 * @param {number} count
 */
function grow(t, count) {
  const workers = Array.from({ length: count }, () => new Playground(TEXT, CONFIG));
  const tree = new WorkerTree(workers);
  t.after(() => tree.close());
  return { workers, tree };
}

/**
 * @param {Playground[]} workers
 * @param {Playground} alone has made the same steps
 */
async function assertSame(workers, alone) {
  await new Promise((resolve) => setTimeout(resolve, 50)); // until all messages have arrived
  for (const [id, worker] of workers.entries()) {
    assert.equal(worker.steps(), alone.steps(), `worker ${id}`);
    assert.equal(worker.weightsHash(), alone.weightsHash(), `worker ${id}`);
  }
}

/**
 * @param {Playground[]} workers
 * @param {number} steps that all of them have made
 */
async function assertInStep(workers, steps) {
  const alone = new Playground(TEXT, CONFIG);
  alone.trainSteps(steps);
  await assertSame(workers, alone);
}

/**
 * Weights that make the loss overflow; the last good ones stay.
 *
 * @param {Playground} worker
 */
function overflowing(worker) {
  const snapshot = worker.snapshot();
  snapshot.values.fill(3e38, 0, worker.weights().length);
  return snapshot;
}

for (let count = 2; count <= 8; count++) {
  test(`a tree of ${count} workers makes the steps of one`, async (t) => {
    const { workers, tree } = grow(t, count);
    await tree.attachAll().train(4);
    assert.equal(tree.size, count);
    await tree.dataParallel.trainFor(50); // several steps, ordered ahead
    await assertInStep(workers, workers[0].steps());
  });
}

test('the replica below a dead one follows the leading worker', async (t) => {
  const { workers, tree } = grow(t, 8);
  await tree.attachAll().train(4);
  tree.kill(4);
  const step = tree.train(1);
  setTimeout(() => tree.detach(4), 20);
  await step;
  assert.equal(tree.size, 6);
  tree.attach(5, 0);
  await tree.train(3);
  assert.equal(tree.size, 7);
  workers.splice(4, 1);
  await assertInStep(workers, 8);
});

test('a replica that dies deep in the tree leaves its share to the worker above it', async (t) => {
  const { workers, tree } = grow(t, 8);
  await tree.attachAll().train(4);
  tree.kill(7);
  await tree.train(2); // the worker above waits in vain, and the leading worker waits for it
  assert.equal(tree.size, 7);
  workers.pop();
  await assertInStep(workers, 6);
});

test('a replica joins deep in the tree', async (t) => {
  const { workers, tree } = grow(t, 4);
  tree.attach(2);
  await tree.train(3);
  assert.equal(tree.size, 2);
  tree.attach(3);
  await tree.train(3);
  assert.equal(tree.size, 3);
  tree.attach(1);
  await tree.train(3);
  assert.equal(tree.size, 4);
  await assertInStep(workers, 9);
});

test('a return to an earlier step reaches the whole tree', async (t) => {
  const { workers, tree } = grow(t, 8);
  await tree.attachAll().train(2);
  const snapshot = workers[0].snapshot();
  await tree.train(3);
  tree.goTo(snapshot);
  await tree.train(3);
  assert.equal(tree.size, 8);
  await assertInStep(workers, 5);
});

test('all workers of a tree make the same rollback', async (t) => {
  const { workers, tree } = grow(t, 8);
  await tree.attachAll().train(3);
  const snapshot = overflowing(workers[0]);
  tree.goTo(snapshot);
  const alone = new Playground(TEXT, CONFIG);
  alone.restore(snapshot);
  await assert.rejects(tree.dataParallel.trainFor(0), { name: 'NotFiniteError' });
  assert.throws(() => alone.trainSteps(1), { name: 'NotFiniteError' });
  await tree.train(2);
  alone.trainSteps(2);
  await assertSame(workers, alone);
});

for (const seed of [1, 2]) {
  test(`no fault and no delay changes a bit (seed ${seed})`, async (t) => {
    const random = seededRandom(seed);
    const below = (/** @type {number} */ count) => Math.floor(count * random());
    const { workers, tree } = grow(t, 8);
    tree.delay = () => below(4);
    tree.attachAll();
    const [leader] = workers;
    const alone = new Playground(TEXT, CONFIG);
    /** The dead replicas, each with that below it, which it leaves alone. @type {number[]} */
    let absent = [];
    let start = leader.snapshot();

    const events = {
      /** A replica dies during the step; its answer may be on the way. */
      die() {
        const id = 1 + below(7);
        if (absent.includes(id) || absent.includes(parentOf(id))) return;
        setTimeout(() => tree.kill(id), below(6));
        setTimeout(() => tree.detach(id), 6 + below(20));
        absent.push(id);
        if (parentOf(id + 1) === id && !absent.includes(id + 1)) absent.push(id + 1);
      },
      /** All are back, in any order, while steps are being made. */
      join() {
        for (const id of absent) setTimeout(() => tree.attach(id), 30 + below(20));
        absent = [];
      },
      async goBack() {
        await tree.dataParallel.idle;
        tree.goTo(start);
        alone.restore(start);
      },
      async overflow() {
        await tree.dataParallel.idle;
        const snapshot = overflowing(leader);
        tree.goTo(snapshot);
        alone.restore(snapshot);
        await assert.rejects(tree.dataParallel.trainFor(20), { name: 'NotFiniteError' });
        assert.throws(() => alone.trainSteps(1), { name: 'NotFiniteError' });
        start = leader.snapshot();
      },
    };
    for (let round = 0; round < 30; round++) {
      await Object.values(events)[below(4)]();
      // Pause is pressed while the next step is ordered.
      if (random() < 0.5) setTimeout(() => tree.dataParallel.stop(), below(20));
      await tree.dataParallel.trainFor(below(60));
      alone.trainSteps(leader.steps() - alone.steps());
      assert.equal(leader.weightsHash(), alone.weightsHash(), `round ${round}`);
    }
    events.join();
    await tree.dataParallel.trainFor(300);
    await tree.train(2);
    assert.equal(tree.size, 8);
    alone.trainSteps(leader.steps() - alone.steps());
    await assertSame(workers, alone);
  });
}

test('the shards are divided among workers in the order of the tree', () => {
  const of = (/** @type {number} */ end, /** @type {number[]} */ sizes) =>
    divide({ first: 0, end }, sizes).map(({ first, end }) => end - first);
  assert.deepEqual(of(8, [1, 2, 2, 2]), [1, 1, 2, 2, 2]);
  assert.deepEqual(of(8, []), [8]);
  assert.deepEqual(of(8, [1, 1]), [2, 3, 3]);
  assert.deepEqual(of(2, [1, 2]), [1, 0, 1]);
  assert.deepEqual(divide({ first: 4, end: 8 }, [1, 2])[2], { first: 6, end: 8 });
});
