/** Models of the presets with the settings that the page suggests for them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { initSync, Playground } from '../../../www/pkg/lstm_playground.js';
import { suggestedConfig } from '../../../www/src/settings/settings.js';
import { presets } from '../../../www/src/texts/presets.js';

initSync({
  module: readFileSync(new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

/**
 * Operations a second of one worker in Chromium on a quiet core (docs/figures.md): 75 % of 63
 * GFLOP/s, less for batches below 32.
 */
const SPEED = 45e9;

/**
 * @param {string} id of a preset
 * @param {import('../../../www/pkg/lstm_playground.js').PlaygroundConfig} [changes]
 */
export function presetModel(id, changes = {}) {
  const preset = presets.find((known) => known.id === id);
  assert.ok(preset, id);
  const text = preset.text();
  const distinctChars = new Set(text).size;
  const config = { ...suggestedConfig(text.length, distinctChars), ...preset.config, ...changes };
  const playground = new Playground(text, config);
  const { hiddenSize, numLayers } = config;
  const recurrent = 4 * (2 * numLayers - 1) * hiddenSize ** 2;
  // A weight is multiplied and added once forward and twice backward.
  const perChar = 6 * (recurrent + distinctChars * hiddenSize);
  const { batchSize, seqLen } = playground.textReport();
  const stepsPerSecond = SPEED / (perChar * batchSize * seqLen);
  const counted = [0, 1, 2, 3, 4, 5].map((order) => Number(playground.baseline(order)));
  return { playground, text, stepsPerSecond, baseline: Math.min(...counted) };
}

/**
 * Trains for the steps of `seconds` of one worker, or until `isDone`, asked every half second of
 * them.
 *
 * @param {ReturnType<typeof presetModel>} model
 * @param {number} seconds
 * @param {() => boolean} isDone
 * @returns {boolean} true if it was done in time
 */
export function trainUntil({ playground, stepsPerSecond }, seconds, isDone) {
  const last = Math.floor(seconds * stepsPerSecond);
  while (playground.steps() < last) {
    const portion = Math.ceil(stepsPerSecond / 2);
    playground.trainSteps(Math.min(portion, last - playground.steps()));
    if (isDone()) return true;
  }
  return false;
}

/** @param {Playground} playground */
export const validationBits = (playground) => Number(playground.evaluate()?.bitsPerChar);
