import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { readModel } from '../../www/src/files/model-file.js';
import { readSafetensors } from '../../www/src/files/safetensors.js';
import { weightsHash } from '../../www/src/files/weights-hash.js';
import { unzipped } from '../www/support/zip.js';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { reachStep } from './support/records.js';
import { post } from './support/site.js';
import { assertSoon } from './support/soon.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/src/element/lstm-playground.js').LstmPlayground} Tag */

const TEXT = 'what leaves the page is the best that it was, with a card. '.repeat(40);
const TAG = `<lstm-playground text="${TEXT}" hidden-size="16" batch-size="16" seq-len="32"
  workers="1" patience="0" panels="text curve sample"></lstm-playground>`;

const { url } = await serve({
  '/post.html': post(TAG),
  '/empty.html': post('<lstm-playground></lstm-playground>'),
});

/** @param {Page} page */
const buttonOf = (page) => page.getByRole('button', { name: 'Export', exact: true });

/** @param {Page} page */
const dialogOf = (page) => page.getByRole('dialog', { name: 'Export the network' });

/**
 * Saves a file by a button of the dialog.
 *
 * @param {Page} page
 * @param {string} label
 */
async function saved(page, label) {
  const dialog = dialogOf(page);
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: label, exact: true }).click();
  const download = await saving;
  const { buffer, byteOffset, byteLength } = await readFile(await download.path());
  const name = download.suggestedFilename();
  await dialog.getByRole('status').getByText(`Saved ${name}, `).waitFor();
  const bytes = /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
  return { name, bytes };
}

/** @param {ArrayBuffer} [file] */
const hashOf = (file) => weightsHash(readModel(readSafetensors(file ?? new ArrayBuffer())).weights);

test('a reader takes the network away in each form', async (t) => {
  const page = await openPage(t, `${url}/post.html`);
  const ui = controls(page);
  await ui.train.click();
  await reachStep(page, 60);
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  await ui.step.click(); // so that the best weights are not the current ones
  await buttonOf(page).dblclick();
  const dialog = dialogOf(page);
  await dialog.waitFor();
  assert.equal(await page.locator('dialog').count(), 1, 'a double click opens one dialog');
  await dialog.getByText('LSTM, 16 units, 1 layer').waitFor();
  const best = dialog.getByRole('button', { name: /^best, step / });
  await assertSoon(async () => assert.equal(await best.getAttribute('aria-pressed'), 'true'));
  const step = (await best.innerText()).replace('best, step ', '');

  const { name, bytes } = await saved(page, 'Save .zip');
  assert.equal(name, `lstm-16-step-${step}.zip`);
  const files = unzipped(bytes);
  const folder = name.replace('.zip', '');
  assert.deepEqual([...files.keys()].map((path) => path.replace(`${folder}/`, '')).sort(), [
    ...['README.md', 'char_model.py', 'config.json', 'model.onnx', 'model.safetensors'],
    'train.py',
  ]);
  const card = new TextDecoder().decode(files.get(`${folder}/README.md`));
  const hash = hashOf(files.get(`${folder}/model.safetensors`));
  assert.ok(card.includes(`Hash of the weights: \`${hash}\``), card);
  const program = new TextDecoder().decode(files.get(`${folder}/train.py`));
  assert.equal(program, await readFile('python/train.py', 'utf8'));

  const model = await saved(page, 'Save .safetensors');
  assert.equal(model.name, 'model.safetensors');
  assert.equal(hashOf(model.bytes), hash, 'the best weights');
  await dialog.getByRole('button', { name: /^now, step / }).click();
  const current = await saved(page, 'Save .safetensors');
  assert.notEqual(hashOf(current.bytes), hash, 'the current weights');
  const onnx = await saved(page, 'Save .onnx');
  assert.equal(onnx.name, 'model.onnx');
  assert.ok(new TextDecoder().decode(onnx.bytes.slice(0, 40)).includes('lstm-playground'));
});

test('a network that was opened without a text leaves again', async (t) => {
  const page = await openPage(t, `${url}/post.html`);
  await controls(page).step.click();
  await reachStep(page, 1);
  await buttonOf(page).click();
  const { name, bytes } = await saved(page, 'Save .safetensors');
  await page.goto(`${url}/empty.html`);
  const file = { name, mimeType: '', buffer: Buffer.from(bytes) };
  await page.locator('input[type=file]').setInputFiles(file);
  await controls(page).state.getByText('Paused').waitFor();
  await buttonOf(page).click();
  const dialog = dialogOf(page);
  await dialog.getByText('LSTM, 16 units, 1 layer').waitFor();
  assert.ok(!(await dialog.getByText('It has learnt nothing yet').isVisible()));
  const again = await saved(page, 'Save .safetensors');
  assert.deepEqual(new Uint8Array(again.bytes), new Uint8Array(bytes));
});

test('a page exports the network by a method of the tag', async (t) => {
  const page = await openPage(t, `${url}/post.html`);
  const results = await page.evaluate(async () => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    await tag.step();
    /** @param {any[]} given */
    const sizeOf = (...given) =>
      /** @type {any} */ (tag).exportModel(...given).then(
        (/** @type {Blob} */ { size, type }) => `${type} ${size > 5000}`,
        (/** @type {Error} */ { name, message }) => `${name}: ${message}`,
      );
    return Promise.all([
      sizeOf('safetensors'),
      sizeOf('onnx', { model: 'now' }),
      sizeOf('hub'),
      sizeOf('pickle'),
    ]);
  });
  assert.deepEqual(results, [
    'application/octet-stream true',
    'application/octet-stream true',
    'application/zip true',
    'SettingError: format must be one of safetensors, onnx, hub, got "pickle"',
  ]);
});

test('the dialog is used by keyboard alone, and gives the focus back', async (t) => {
  const page = await openPage(t, `${url}/post.html`);
  await buttonOf(page).focus();
  await page.keyboard.press('Enter');
  const dialog = dialogOf(page);
  await dialog.waitFor();
  await dialog.getByText('It has learnt nothing yet').waitFor();
  const assertFocused = (/** @type {string} */ label) =>
    assertSoon(async () => {
      const focused = await page.evaluate(() => {
        const root = document.querySelector('lstm-playground')?.shadowRoot;
        return root?.activeElement?.textContent;
      });
      assert.equal(focused, label);
    });
  await assertFocused('Save .safetensors');
  const saving = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  assert.equal((await saving).suggestedFilename(), 'model.safetensors');
  await dialog.getByRole('status').getByText('Saved model.safetensors').waitFor();
  await assertFocused('Save .safetensors'); // it stays
  await page.keyboard.press('Tab');
  await assertFocused('Save .onnx');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await assertFocused('Export');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await assertFocused('Export');
});

test('a click outside closes the dialog, and a selection that ends outside does not', async (t) => {
  const page = await openPage(t, `${url}/post.html`);
  await buttonOf(page).click();
  const dialog = dialogOf(page);
  const commands = dialog.getByRole('group', { name: 'Commands' });
  await commands.hover();
  await page.mouse.down();
  await page.mouse.move(2, 2);
  await page.mouse.up();
  await dialog.getByText('Save .zip').waitFor();
  await page.mouse.down();
  await commands.hover();
  await page.mouse.up();
  assert.ok(await dialog.isVisible(), 'it is open after both');
  await page.mouse.click(2, 2);
  await dialog.waitFor({ state: 'detached' });
});

test('what goes wrong is told in the dialog', async (t) => {
  const page = await openPage(t, `${url}/empty.html`);
  await buttonOf(page).click();
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Save .onnx', exact: true }).click();
  await dialog.getByRole('alert').getByText('The text is empty').waitFor();
  assert.equal(await dialog.getByRole('status').innerText(), '');
  const box = await dialog.boundingBox();
  const outside = { x: Number(box?.x) - 9, y: Number(box?.y) + 9 };
  await page.mouse.click(outside.x, outside.y);
  await dialog.waitFor({ state: 'detached' });
});

test('code that cannot be loaded is told on the page', async (t) => {
  const expected = /Failed to load resource: net::ERR_FAILED/;
  const page = await openPage(t, `${url}/post.html`, undefined, expected);
  await page.route('**/export-panel-*.js', (route) => route.abort());
  await buttonOf(page).click();
  await page.getByText('The code that exports networks could not be loaded').first().waitFor();
  assert.equal(await page.locator('dialog').count(), 0);
});

test('a tag that leaves the document takes the dialog along, and returns without it', async (t) => {
  const page = await openPage(t, `${url}/post.html`);
  await controls(page).step.click();
  await reachStep(page, 1);
  await buttonOf(page).click();
  await dialogOf(page).waitFor();
  await page.evaluate(async () => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    tag.remove();
    await new Promise((resolve) => setTimeout(resolve)); // a move is no removal
    document.body.append(tag);
  });
  await dialogOf(page).waitFor({ state: 'detached' });
  await buttonOf(page).click();
  await dialogOf(page).getByText('model.onnx, about ').waitFor();
  assert.equal((await saved(page, 'Save .onnx')).name, 'model.onnx');
});
