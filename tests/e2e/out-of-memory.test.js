/** Modules whose memory may not grow as far as they need it. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cappedWasm } from '../support/capped-wasm.js';
import { openPage, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { moreSteps, records } from './support/records.js';

const assets = join(import.meta.dirname, '../../dist/assets');
const [CHECK, MODEL] = readdirSync(assets)
  .filter((name) => name.endsWith('.wasm'))
  .map((name) => ({ path: `/assets/${name}`, module: readFileSync(join(assets, name)) }))
  .sort((a, b) => a.module.length - b.module.length);

const TEXT = 'more than the room that there is, and less than was asked for. '.repeat(1000);
const MEBIBYTE = 2 ** 20;

/**
 * Opens the page with a text, and a module whose memory may grow by so many bytes.
 *
 * @param {import('node:test').TestContext} t
 * @param {typeof MODEL} file
 * @param {number} bytes
 */
async function openCapped(t, { path, module }, bytes) {
  const { url } = await serve({ [path]: cappedWasm(module, bytes) });
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.fill(TEXT);
  return { page, ui };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {number} hiddenSize
 */
const choose = (page, hiddenSize) =>
  page.locator('lstm-playground').evaluate((/** @type {any} */ tag, hiddenSize) => {
    tag.config = { hiddenSize };
  }, hiddenSize);

test('a model for which the memory does not suffice is told of, and a smaller one trains', async (t) => {
  const { page, ui } = await openCapped(t, MODEL, 6 * MEBIBYTE);
  await choose(page, 300);
  await ui.train.click();
  await ui.error.filter({ hasText: 'perhaps for want of memory' }).waitFor();
  const sentence = await ui.error.innerText();
  t.diagnostic(sentence);
  assert.match(
    sentence,
    /^The training worker stopped: its code failed, .* Your text and settings/,
  );
  await choose(page, 8);
  await ui.train.click();
  await moreSteps(page, 3);
  await ui.error.waitFor({ state: 'hidden' });
});

test('a gradient check for which the memory does not suffice is told of, and training goes on', async (t) => {
  const { page, ui } = await openCapped(t, CHECK, MEBIBYTE / 8);
  await choose(page, 64);
  await ui.train.click();
  await moreSteps(page, 3);
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  const saved = (await records(page)).steps.at(-1)?.step;
  await openTab(page, 'Cell');
  const at = Date.now();
  await ui.checkGradients.click();
  await ui.notice.filter({ hasText: 'perhaps for want of memory' }).waitFor();
  t.diagnostic(`after ${((Date.now() - at) / 1000).toFixed(1)} s: ${await ui.notice.innerText()}`);
  assert.match(await ui.notice.innerText(), new RegExp(`Train continues from step ${saved}\\.`));
  await ui.train.click();
  await moreSteps(page, 3);
  const { steps } = await records(page);
  assert.ok(Number(steps.at(-1)?.step) > Number(saved));
});
