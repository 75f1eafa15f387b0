/** A living model, and good arguments for the methods of both wasm modules. */

import { readFileSync } from 'node:fs';
import { initSync as initCheck } from '../../../www/pkg/gradient-check/lstm_playground.js';
import { initSync, Playground } from '../../../www/pkg/lstm_playground.js';

const PKG = '../../../www/pkg/';
const wasm = (/** @type {string} */ path) =>
  readFileSync(new URL(`${PKG}${path}lstm_playground_bg.wasm`, import.meta.url));

export const TEXT = 'a small text (in "lines"),\nwith 12 letters. '.repeat(12);
export const CONFIG = { hiddenSize: 5, numLayers: 2, seqLen: 6, batchSize: 8, dropout: 0.1 };

const module = initSync({ module: wasm('') });
initCheck({ module: wasm('gradient-check/') });
/** The memory of the model's module. */
export const { memory } = module;

const make = () => {
  const playground = new Playground(TEXT, CONFIG);
  playground.trainSteps(21); // in the middle of a validation pass, with a best result
  return playground;
};
export const playground = make();
export const start = playground.snapshot();
export const startHash = playground.weightsHash();
export const startCounters = String(start.counters);
/** The hash after five more steps of a model that never gets a strange value. */
export const trainedHash = (() => {
  const untouched = make();
  untouched.trainSteps(5);
  return untouched.weightsHash();
})();
const [gradients, spare] = (() => {
  const replica = make();
  replica.computeShards(0, replica.shards());
  return [replica.partialGradients(), replica.partialGradients()];
})();

/**
 * Good arguments, by the name of the parameter.
 *
 * @type {Record<string, unknown[]>}
 */
export const GOOD = {
  chars: [50],
  clamps: [undefined, [], [{ layer: 0, quantity: 'f', value: 0 }]],
  config: [
    CONFIG,
    { hiddenSize: 3, workers: 2 },
    { hiddenSize: 1024, numLayers: 3, batchSize: 256 },
  ],
  count: [1, 5],
  end: [1, 2],
  entries: [1, 2],
  first: [0, 1],
  from: [0, 2],
  index: [0, 3],
  indices: [new Uint32Array([1, 3])],
  lag: [3],
  lags: [0, 5],
  layer: [0, 1],
  milliseconds: [0, 1],
  model: [
    playground.network().model(),
    { vocabulary: 'ab', readsUnknown: true, weights: new Float32Array(3) },
  ],
  n: [1, 2],
  name: playground.parameterNames(),
  options: [
    { length: 4 },
    { prompt: 'a', length: 3, temperature: 0.5, topK: 2, topP: 0.9, seed: 1 },
  ],
  order: [-1, 0, 3],
  partial: [gradients],
  seed: [1],
  snapshot: [start],
  spare: [undefined, spare],
  start: [0, 3],
  task: ['recall', 'copy'],
  text: ['a', 'small lines', TEXT],
  total: [gradients],
  unit: [0, 4, { layer: 1, unit: 2, quantity: 'cell' }],
  x: [0.01],
};
