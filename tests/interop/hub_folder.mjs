/**
 * Exports a trained model as a folder for the Hub, for hub_folder.py to load.
 *
 *     node tests/interop/hub_folder.mjs target/interop_folder.zip
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { exportModel } from '../../www/src/runs/model-export.js';
import { CoreBudget } from '../../www/src/runs/core-budget.js';
import { Session } from '../../www/src/runs/session.js';
import { NodeWorker } from '../www/support/node-worker.js';

const TEXT = 'one two three, früh am Morgen. '.repeat(60);
const CONFIG = {
  cell: 'peephole',
  hiddenSize: 32,
  numLayers: 2,
  learningRate: 0.02,
  dropout: 0, // PyTorch's text has no seed, so that the model must be sure of its own
  maxSteps: 200,
};

const [path] = process.argv.slice(2);
Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });

/** @param {string} file */
const content = (file) => readFileSync(new URL(`../../${file}`, import.meta.url));

const session = new Session({
  createWorker: () => new NodeWorker().asWorker(),
  loadWasm: async () => new WebAssembly.Module(content('www/pkg/lstm_playground_bg.wasm')),
  cores: new CoreBudget(() => 1),
});
session.setText(TEXT);
for (const [name, value] of Object.entries(CONFIG)) session.choose(name, value);
await session.train();
while (session.status !== 'paused') {
  await new Promise((resolve) => session.addEventListener('state', resolve, { once: true }));
}
const programs = async () =>
  Object.fromEntries(
    ['char_model.py', 'train.py'].map((name) => [name, String(content(`python/${name}`))]),
  );
const zip = await exportModel(session, 'hub', {}, programs);
writeFileSync(path, new Uint8Array(await zip.arrayBuffer()));
process.exit(); // ends the worker's thread
