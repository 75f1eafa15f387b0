/** Sessions whose workers are threads of Node, with the real wasm. */

import { readFileSync } from 'node:fs';
import { initSync } from '../../../www/pkg/lstm_playground.js';
import { CoreBudget } from '../../../www/src/runs/core-budget.js';
import { Session } from '../../../www/src/runs/session.js';
import { NodeWorker } from './node-worker.js';

const wasm = new WebAssembly.Module(
  readFileSync(new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
);
initSync({ module: wasm });

/** @param {NodeWorker[]} workers takes those that are started */
export const nodeLoaders = (workers) => ({
  createWorker() {
    workers.push(new NodeWorker());
    return workers[workers.length - 1].asWorker();
  },
  loadWasm: async () => wasm,
});

/** @param {NodeWorker[]} workers takes those that the session starts */
export const nodeSession = (workers) =>
  new Session({ ...nodeLoaders(workers), cores: new CoreBudget(() => 1) });
