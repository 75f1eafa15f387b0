/** Runs in wasm and their files, without a page. */

import { readFileSync } from 'node:fs';
import { initSync, Playground } from '../../../www/pkg/lstm_playground.js';
import { seededRandom } from '../../../www/src/lib/random.js';

initSync({
  module: readFileSync(new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const random = seededRandom(3);

/** A text in which four letters follow a pattern, with some noise. */
export const TEXT = Array.from({ length: 600 }, (_, i) =>
  random() < 0.2 ? 'abcd'[Math.floor(4 * random())] : 'abcd'[i % 4],
).join('');

/** The settings of a small network that trains fast and is validated every ten steps. */
export const SMALL = { hiddenSize: 3, seqLen: 7, batchSize: 5, learningRate: 0.01 };

/** @type {import('../../../www/src/files/record-tensors.js').SavedRecord} */
export const RECORD = {
  training: { x: [1, 3], y: [2.5, 1.25], stride: 2, filled: 0 },
  validation: { x: [10], y: [Infinity], stride: 1, filled: 0 },
  gradient: { x: [1, 3], y: [0.5, 2], stride: 2, filled: 1 },
  figures: { epoch: 0.5, workers: 1, grad_norm: Infinity },
  baselines: [{ order: -1, bitsPerChar: 2 }],
  samples: [
    { step: 1, seed: 7, prompt: 'a', text: 'bé<b>' },
    {
      step: 3,
      seed: 8,
      isBest: true,
      prompt: '',
      text: '',
      copied: { start: 0, length: 1, chars: 1 },
    },
  ],
};

/** The record of a run before its first report. */
const EMPTY = {
  training: { x: [], y: [], stride: 1, filled: 0 },
  validation: { x: [], y: [], stride: 1, filled: 0 },
  ...{ figures: {}, baselines: [], samples: [] },
};

/** @type {any} */
export const SAMPLING = {
  ...{ prompt: 'ab', length: 200, temperature: 0.8, topK: 0, topP: 1, stop: '\n', repetition: 1 },
};

/**
 * The run of a playground, as a page saves it.
 *
 * @param {Playground} playground
 * @param {string} text
 * @returns {import('../../../www/src/files/run-file.js').SavedRun}
 */
export const savedRun = (
  playground,
  text = TEXT,
  record = playground.steps() < 10 ? EMPTY : RECORD,
) => ({
  config: { ...playground.config(), workers: 0 },
  text,
  vocabulary: playground.vocabulary(),
  checkpoint: playground.snapshot(),
  streams: playground.textReport().batchSize,
  sampling: SAMPLING,
  record,
});

/**
 * The run of a file in a playground of its own.
 *
 * @param {import('../../../www/src/files/run-file.js').SavedRun} run
 */
export function opened({ text, config, checkpoint }) {
  const playground = new Playground(text, config);
  playground.restore(checkpoint);
  return playground;
}
