import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
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
 * @param {Playground[]} workers that have made the same steps
 * @param {number} steps
 */
async function assertInStep(workers, steps) {
  await new Promise((resolve) => setTimeout(resolve, 50)); // until all messages have arrived
  const alone = new Playground(TEXT, CONFIG);
  alone.trainSteps(steps);
  for (const [id, worker] of workers.entries()) {
    assert.equal(worker.steps(), steps, `worker ${id}`);
    assert.equal(worker.weightsHash(), alone.weightsHash(), `worker ${id}`);
  }
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

test('the replicas below a dead one follow the worker above it', async (t) => {
  const { workers, tree } = grow(t, 8);
  await tree.attachAll().train(4);
  tree.kill(4);
  const step = tree.train(1);
  setTimeout(() => tree.detach(4), 20);
  await step;
  assert.equal(tree.size, 4);
  tree.attach(5, 0);
  tree.attach(6, 0);
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
  workers[0].restore(snapshot);
  tree.dataParallel.replicas.bringBack();
  await tree.train(3);
  assert.equal(tree.size, 8);
  await assertInStep(workers, 5);
});

test('all workers of a tree make the same rollback', async (t) => {
  const { workers, tree } = grow(t, 8);
  await tree.attachAll().train(3);
  const snapshot = workers[0].snapshot();
  // Weights that make the loss overflow; the last good ones stay.
  snapshot.values.fill(3e38, 0, workers[0].weights().length);
  const alone = new Playground(TEXT, CONFIG);
  for (const worker of [workers[0], alone]) worker.restore(snapshot);
  tree.dataParallel.replicas.bringBack();
  await assert.rejects(tree.dataParallel.trainFor(0), { name: 'NotFiniteError' });
  assert.throws(() => alone.trainSteps(1), { name: 'NotFiniteError' });
  await tree.train(2);
  alone.trainSteps(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const worker of workers) assert.equal(worker.weightsHash(), alone.weightsHash());
});

test('the shards are divided among workers in the order of the tree', () => {
  const of = (/** @type {number} */ end, /** @type {number[]} */ sizes) =>
    divide({ first: 0, end }, sizes).map(({ first, end }) => end - first);
  assert.deepEqual(of(8, [1, 2, 4]), [1, 1, 2, 4]);
  assert.deepEqual(of(8, []), [8]);
  assert.deepEqual(of(8, [1, 1]), [2, 3, 3]);
  assert.deepEqual(of(2, [1, 2]), [1, 0, 1]);
  assert.deepEqual(divide({ first: 4, end: 8 }, [1, 2])[2], { first: 6, end: 8 });
});
