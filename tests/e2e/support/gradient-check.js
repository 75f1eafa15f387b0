/** The gradient check of a page, and its expected results. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { initSync, Playground } from '../../../www/pkg/lstm_playground.js';
import { formatWhole } from '../../../www/src/lib/format.js';
import { controls, openTab } from './controls.js';
import { openPost } from './browser.js';

const wasm = new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

export const TEXT = 'what is proved is so, and what is so can be proved. '.repeat(30);
/** So small a model learns so short a text at once: it does not stop by itself. */
export const SMALL = { hiddenSize: 12, numLayers: 2, seqLen: 8, batchSize: 2, patience: 0 };
/** A model whose check takes at least a second, so that a test can act during it. */
export const LARGE = { hiddenSize: 96, numLayers: 2, seqLen: 16, batchSize: 4 };
/** The number of gradients compared in each tensor at most. */
export const ENTRIES = 16;

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../../www/pkg/lstm_playground.js').Config} Config
 */

/**
 * The model that a page creates, in Node.
 *
 * @param {Partial<Config>} config
 */
export const modelOf = (config) => new Playground(TEXT, config);

/**
 * @param {import('node:test').TestContext} t
 * @param {Partial<Config>} config
 */
export async function openGradientCheck(t, config, text = TEXT) {
  const { page } = await openPost(t, '<lstm-playground></lstm-playground>');
  await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), { text, config });
  const ui = controls(page);
  await openTab(page, 'Cell');
  await ui.checkGradients.waitFor();
  return { page, ui, panel: ui.gradientCheck };
}

/**
 * Waits for the end of a check and reads its result.
 *
 * @param {Page} page
 */
export async function readReport(page) {
  const { verdict } = controls(page);
  await verdict.getByText(/gradients compared/).waitFor();
  const rows = await page
    .locator('.gradient-check tbody tr')
    .evaluateAll((/** @type {any} */ all) =>
      all.map((/** @type {HTMLTableRowElement} */ { cells }) =>
        [...cells].map(({ textContent }) => textContent),
      ),
    );
  return { verdict: await verdict.innerText(), rows: /** @type {string[][]} */ (rows) };
}

/**
 * "4.4 × 10⁻⁸" -> 4.4e-8
 *
 * @param {string} shown
 */
function numberIn(shown) {
  const [digits, power = '10⁰'] = shown.split(' × ');
  const exponent = [...power.slice(2)].map((char) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(char));
  const sign = power.includes('⁻') ? '-' : '';
  return Number(`${digits}e${sign}${exponent.filter((digit) => digit >= 0).join('')}`);
}

/**
 * Asserts that the table has a row for each tensor of the model, and that the verdict agrees with
 * it.
 *
 * @param {Awaited<ReturnType<typeof readReport>>} told
 * @param {Playground} model
 * @returns {number} the step of the check
 */
export function assertAgrees({ verdict, rows }, model) {
  const found =
    /^([\d,]+) gradients compared after ([\d,]+) steps?; the largest relative error is (.+), where rounding allows 1\.0 × 10⁻⁶: they agree\./;
  const [, compared, step, largest] = verdict.match(found) ?? [];
  assert.ok(largest, `the gradients must agree, got: ${verdict}`);
  assert.deepEqual(
    rows.map(([name]) => name),
    model.parameterNames(),
  );
  const errors = rows.map(([, , error]) => numberIn(error));
  assert.equal(numberIn(largest), Math.max(...errors), 'the verdict tells the largest error');
  assert.ok(numberIn(largest) < 1e-6, verdict);
  const entries = rows.map(([, entries]) => Number(entries));
  assert.ok(
    entries.every((count) => count > 0 && count <= ENTRIES),
    String(entries),
  );
  assert.equal(compared, formatWhole(entries.reduce((sum, count) => sum + count)));
  return Number(step.replaceAll(',', ''));
}
