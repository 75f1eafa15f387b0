import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { WorkerClient } from '../../www/src/lib/worker-client.js';
import { NodeWorker } from './support/node-worker.js';

const url = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
const wasm = new WebAssembly.Module(readFileSync(url));

const REQUEST = {
  wasm,
  text: 'a replica has a model. '.repeat(30),
  config: { hiddenSize: 8, seqLen: 8, batchSize: 4 },
  sampling: { prompt: '', length: 20, temperature: 1, topK: 0, topP: 1, seed: 1 },
};

/**
 * @typedef {import('../../www/src/worker/main.js').Engine} Engine
 * @typedef {import('../../www/src/shared/protocol.js').Pushes} Pushes
 */

test('a worker sends no checkpoint of a model that it has not changed', async (t) => {
  /** @type {unknown[]} */
  const pushed = [];
  /** @type {WorkerClient<Engine, Pushes>} */
  const client = new WorkerClient({
    create: () => new NodeWorker().asWorker(),
    listeners: {
      checkpoint: ({ counters }) => pushed.push(['checkpoint', counters[0]]),
      history: (steps) => pushed.push(['history', steps]),
    },
  });
  t.after(() => client.stop());
  client.start();
  const { step, learningRate } = await client.remote.create({ ...REQUEST, learningRate: 0.004 });
  assert.deepEqual([step, learningRate], [0, 0.004]);
  await client.remote.weightsHash();
  assert.deepEqual(pushed, [['history', []]]);
  await client.remote.setLearningRate(0.003);
  await client.remote.step();
  assert.deepEqual(pushed.slice(0, 3), [
    ['history', []],
    ['checkpoint', 0],
    ['history', [0]],
  ]);
});
