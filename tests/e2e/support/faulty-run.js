/** A run into which a test brings faults, and whose weights have to be those of a run without any. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { initSync, Playground } from '../../../www/pkg/lstm_playground.js';
import { controls } from './controls.js';
import { moreSteps, reachStep, records } from './records.js';

const wasm = new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const TEXT = 'the clock has stopped, the clock goes on; who was it that had wound it up? '.repeat(
  20,
);
const CONFIG = { hiddenSize: 24, batchSize: 32, seqLen: 8, numLayers: 1, patience: 0 };

/**
 * Trains, pauses, which makes a checkpoint, and trains on.
 *
 * @param {any} page with a tag; in Playwright or in every browser
 * @param {object} [config]
 * @returns {Promise<number>} the step of the checkpoint
 */
export async function trainOn(page, config = {}) {
  await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ tag, /** @type {object} */ given) => Object.assign(tag, given), {
      text: TEXT,
      config: { ...CONFIG, ...config },
    });
  /** @type {any} */
  const ui = controls(page);
  await ui.train.click();
  await reachStep(page, 50);
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  const saved = (await records(page)).steps.at(-1)?.step;
  await ui.train.click();
  await moreSteps(page, 3);
  return Number(saved);
}

/**
 * Pauses, and compares the weights with those of a run in Node.
 *
 * @param {any} page
 */
export async function assertSameBits(page) {
  const { step, hash, config } = await page
    .locator('lstm-playground')
    .evaluate(async (/** @type {any} */ tag) => {
      await tag.pause();
      await tag.step();
      const { step } = /** @type {any} */ (window).records.step.at(-1);
      return { step, hash: await tag.weightsHash(), config: tag.config };
    });
  const { workers, ...settings } = config;
  const inOneGo = new Playground(TEXT, settings);
  inOneGo.trainSteps(step);
  assert.equal(
    hash,
    inOneGo.weightsHash(),
    `the weights of Node at step ${step}, with ${workers} workers`,
  );
}
