/** A page that shows the inside of a trained network, and the same network in Node. */

import { readFileSync } from 'node:fs';
import { initSync, Playground } from '../../../www/pkg/lstm_playground.js';
import { finish } from '../../www/support/finish.js';
import { openPost } from './browser.js';
import { openTab } from './controls.js';

const wasm = new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

export const TEXT = 'what it is, and what (it seems) to be: "not the same", it said.\n'.repeat(12);
export const HIDDEN_SIZE = 12;
export const STEPS = 4;
/** The number of characters shown in detail. */
export const SHOWN = 100;

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../../www/pkg/lstm_playground.js').Config} Config
 * @typedef {import('../../../www/pkg/lstm_playground.js').TextReading} TextReading
 */

/**
 * @param {string} cell
 * @param {number} [numLayers]
 * @param {number} [learningRate]
 * @param {number} [hiddenSize]
 */
const configOf = (cell, numLayers = 2, learningRate = 0.01, hiddenSize = HIDDEN_SIZE) =>
  /** @type {Partial<Config>} */ ({
    cell,
    hiddenSize,
    numLayers,
    seqLen: 8,
    batchSize: 2,
    learningRate,
    workers: 1,
  });

/**
 * Trains in Node as the page does.
 *
 * @param {string} text
 * @param {Partial<Config>} config
 */
export function train(text, config, steps = STEPS) {
  const playground = new Playground(text, config);
  for (let i = 0; i < steps; i++) playground.trainSteps(1);
  return playground;
}

/**
 * Reads the characters of `TEXT` that are shown in detail.
 *
 * @param {Playground} playground
 * @returns {TextReading}
 */
export function read(playground) {
  return playground.inspect(TEXT.slice(0, SHOWN));
}

/**
 * The bits of the whole `TEXT`.
 *
 * @param {Playground} playground
 * @param {object[]} [clamps]
 * @returns {number}
 */
export function bitsOf(playground, clamps = []) {
  const cell = { layer: 0, quantity: 'cell', unit: 0 };
  const task = playground.network().readUnitSeries(TEXT, 0, cell, /** @type {any} */ (clamps));
  return finish(task).surprise.reduce((sum, bits) => sum + bits, 0);
}

/**
 * Opens a post with a tag, trains it for `STEPS` steps, opens its inside and selects a character.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} cell
 * @param {object} [options]
 * @param {string} [options.panels]
 * @param {number} [options.numLayers]
 * @param {number} [options.learningRate]
 * @param {number} [options.hiddenSize]
 * @param {string} [options.text]
 * @param {number} [options.index] of the selected character
 */
export async function openInspection(t, cell, options = {}) {
  const { panels = 'memory cell colour next units surgery', text = TEXT, index = 0 } = options;
  const { page } = await openPost(t, `<lstm-playground panels="${panels}"></lstm-playground>`);
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), {
    text,
    config: configOf(cell, options.numLayers, options.learningRate, options.hiddenSize),
  });
  await tag.evaluate(async (/** @type {any} */ tag, steps) => {
    for (let i = 0; i < steps; i++) await tag.step();
  }, STEPS);
  if (index > 0) {
    await openTab(page, 'Surprise');
    await page.getByLabel('Position in the text').fill(String(index));
  }
  const strip = page.getByRole('slider', { name: /^Memory strip/ });
  if (panels.includes('memory')) await openTab(page, 'All units');
  await page.getByRole('slider', { name: 'Step' }).waitFor();
  if (panels.includes('memory') && index === 0) await strip.press('Home');
  return {
    page,
    tag,
    strip,
    readout: page.locator('.memory .readout'),
    playground: train(text, await tag.evaluate((/** @type {any} */ tag) => tag.config)),
  };
}

/**
 * @param {import('playwright-core').Locator} rows
 * @returns {Promise<string[][]>} the texts of their cells
 */
export const cellsOf = (rows) =>
  rows.evaluateAll((all) =>
    all.map((row) =>
      [.../** @type {HTMLTableRowElement} */ (row).cells].map(({ innerText }) => innerText),
    ),
  );
