import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReferenceModel } from '../../www/src/experiments/reference-model.js';
import { WorkerPool } from '../../www/src/experiments/worker-pool.js';
import { CoreBudget } from '../../www/src/runs/core-budget.js';
import { nodeLoaders, nodeSession } from './support/node-session.js';

/** Remembers the settings of the models that it makes. */
class Observed extends ReferenceModel {
  /** @type {import('../../www/src/shared/protocol.js').Config[]} */
  made = [];

  /** @type {ReferenceModel['newModel']} */
  newModel(text, config) {
    this.made.push(config);
    return super.newModel(text, config);
  }
}

test('the reference rnn trains at the learning rate in force', async (t) => {
  Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
  /** @type {import('./support/node-worker.js').NodeWorker[]} */
  const workers = [];
  const session = nodeSession(workers);
  const pool = new WorkerPool(new CoreBudget(() => 1));
  const reference = new Observed({ ...nodeLoaders(workers), pool }, () => {});
  t.after(async () => {
    reference.stop();
    await session.reset();
  });
  session.setText('the rate may change while it learns. '.repeat(20));
  session.useConfig({ hiddenSize: 8, seqLen: 8, batchSize: 2, learningRate: 0.01 });
  await session.step();
  assert.equal(session.choose('learningRate', 0.002), '');
  await session.step();
  const run = session.model;
  assert.ok(run);
  assert.equal(run.config.learningRate, 0.002);
  await reference.train(run, 3);
  assert.equal(reference.problem, '');
  assert.deepEqual(
    reference.made.map(({ cell, learningRate }) => ({ cell, learningRate })),
    [{ cell: 'rnn', learningRate: 0.002 }],
  );
});
