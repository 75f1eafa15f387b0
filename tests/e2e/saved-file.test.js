import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { readRun } from '../../www/src/files/run-file.js';
import '../www/support/saved-run.js'; // loads the wasm
import { controls } from './support/controls.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { hashOf } from './support/one-go.js';
import { post } from './support/site.js';

/** @typedef {import('./support/page.js').Page} Page */

const TEXT = 'what is saved goes on as if it had never been closed. '.repeat(40);

const { url } = await serveRecorded({
  '/text.html': post(`<lstm-playground text="${TEXT}" hidden-size="24" batch-size="8" seq-len="16"
    dropout="0.1" workers="2"></lstm-playground>`),
  '/empty.html': post('<lstm-playground workers="2"></lstm-playground>'),
});

const disk = mkdtempSync(join(tmpdir(), 'lstm-playground-'));
after(() => rmSync(disk, { recursive: true }));

/**
 * Presses a button, and returns the file that the page hands over to the browser's downloads.
 *
 * @param {Page} page
 * @param {string} name of the button
 */
async function download(page, name) {
  await page.evaluate(() => {
    HTMLAnchorElement.prototype.click = async function () {
      const bytes = await (await fetch(this.href)).arrayBuffer();
      const file = { name: this.download, bytes: [...new Uint8Array(bytes)] };
      Object.assign(window, { file });
    };
  });
  await page.getByRole('button', { name, exact: true }).click();
  await page.waitForFunction(() => 'file' in window);
  const file = await page.evaluate(() => /** @type {any} */ (window).file);
  return { name: String(file.name), bytes: Uint8Array.from(file.bytes) };
}

/**
 * Makes so many steps.
 *
 * @param {Page} page
 * @param {number} count
 */
const makeSteps = (page, count) =>
  page.locator('lstm-playground').evaluate(async (tag, count) => {
    for (let step = 0; step < count; step++) await tag.step();
  }, count);

testInEveryBrowser(
  'a run is saved to a file, opened in a new page and trained on',
  async (page) => {
    await page.goto(`${url}/text.html`);
    const ui = controls(page);
    await makeSteps(page, 12);
    await ui.write.click();
    await ui.written.getByText(/./).waitFor();
    const { name, bytes } = await download(page, 'Save run');
    assert.equal(name, 'lstm-24-step-12.safetensors');
    const path = join(disk, name);
    writeFileSync(path, bytes);

    await page.goto(`${url}/empty.html`);
    await page.locator('input[type=file]').setInputFiles(path);
    await ui.state.getByText('Paused').waitFor();
    assert.equal(await ui.text.inputValue(), TEXT);
    await ui.figures.steps.getByText('12', { exact: true }).waitFor();
    await ui.figures.training.getByText(/^\d\.\d+$/).waitFor();
    await makeSteps(page, 8);
    const inNode = new Playground(TEXT, readRun(bytes.buffer).config);
    inNode.trainSteps(20);
    assert.equal(await hashOf(page), inNode.weightsHash());
  },
);
