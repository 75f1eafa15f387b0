/** What Prove it tells, and what it must. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { initSync, Playground } from '../../../www/pkg/lstm_playground.js';
import { formatWhole } from '../../../www/src/lib/format.js';
import { controls } from './observe.js';
import { openPost } from './widget.js';

const wasm = new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

export const TEXT = 'what is proved is so, and what is so can be proved. '.repeat(30);
export const SMALL = { hiddenSize: 12, numLayers: 2, seqLen: 8, batchSize: 2 };
/** Takes a second or more to prove, so that something can happen meanwhile. */
export const LARGE = { hiddenSize: 128, numLayers: 2, seqLen: 16, batchSize: 4 };
/** Gradients compared in each tensor, at most. */
export const ENTRIES = 16;

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../../www/pkg/lstm_playground.js').Config} Config
 */

/** The model that a page makes of these. @param {Partial<Config>} config */
export const modelOf = (config) => new Playground(TEXT, config);

/** @param {import('node:test').TestContext} t @param {Partial<Config>} config */
export async function openProof(t, config, text = TEXT) {
  const { page } = await openPost(t, '<lstm-playground></lstm-playground>');
  await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), { text, config });
  const ui = controls(page);
  await ui.train.waitFor();
  return { page, ui, proof: page.locator('.proof') };
}

/** Waits until all is compared, and reads what is told. @param {Page} page */
export async function readProof(page) {
  const { verdict } = controls(page);
  await verdict.getByText(/gradients compared/).waitFor();
  const rows = await page
    .locator('.proof tbody tr')
    .evaluateAll((/** @type {any} */ all) =>
      all.map((/** @type {HTMLTableRowElement} */ { cells }) =>
        [...cells].map(({ textContent }) => textContent),
      ),
    );
  return { verdict: await verdict.innerText(), rows: /** @type {string[][]} */ (rows) };
}

/** "4.4 × 10⁻⁸" -> 4.4e-8 @param {string} shown */
function numberIn(shown) {
  const [digits, power = '10⁰'] = shown.split(' × ');
  const exponent = [...power.slice(2)].map((char) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(char));
  const sign = power.includes('⁻') ? '-' : '';
  return Number(`${digits}e${sign}${exponent.filter((digit) => digit >= 0).join('')}`);
}

/**
 * The table must have a row for each tensor of the model, and the verdict must be what the table says: they agree.
 *
 * @param {Awaited<ReturnType<typeof readProof>>} told
 * @param {Playground} model
 * @returns {number} the step that was proved
 */
export function assertProves({ verdict, rows }, model) {
  const found =
    /^([\d,]+) gradients compared at step ([\d,]+); the largest relative error is (.+), where rounding allows 1\.0 × 10⁻⁶: they agree\./;
  const [, compared, step, largest] = verdict.match(found) ?? [];
  assert.ok(largest, `the gradients must agree, got: ${verdict}`);
  assert.deepEqual(
    rows.map(([name]) => name),
    model.parameterNames(),
  );
  const errors = rows.map(([, , error]) => numberIn(error));
  assert.equal(numberIn(largest), Math.max(...errors), 'the verdict must be of the largest');
  assert.ok(numberIn(largest) < 1e-6, verdict);
  const entries = rows.map(([, entries]) => Number(entries));
  assert.ok(
    entries.every((count) => count > 0 && count <= ENTRIES),
    String(entries),
  );
  assert.equal(compared, formatWhole(entries.reduce((sum, count) => sum + count)));
  return Number(step.replaceAll(',', ''));
}
