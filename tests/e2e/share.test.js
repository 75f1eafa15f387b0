import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, DARK, FORCED } from './support/axe.js';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { hashOf, stepOf } from './support/one-go.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../www/src/element/lstm-playground.js').LstmPlayground} Tag
 */

/** @type {Record<string, string>} */
const pages = {};
const { url } = await serve(pages);
const playground = `${url}/index.html`;
const DIALOG = /** @type {[string, string]} */ (['lstm-playground', 'dialog']);
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

/** @param {Page} page */
const dialogOf = (page) => page.getByRole('dialog', { name: 'Share this lesson' });

/** @param {Page} page @param {string} name */
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** @param {Page} page */
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

/**
 * A page whose network has learnt for some steps.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} fragment
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function learnt(t, fragment, options) {
  const page = await openPage(t, `${playground}#${fragment}&max-steps=30&patience=0`, options);
  await press(page, 'Train');
  await controls(page).coach.getByText('30 steps').waitFor();
  await controls(page).state.getByText('Paused').waitFor();
  return page;
}

test('Copy link copies the link, and says so in its place, or why there is none', async (t) => {
  const page = await openPage(t, `${playground}#preset=rhyme`, CLIPBOARD);
  await controls(page).state.getByText('Ready').waitFor();
  await page.evaluate(() => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    tag.config = { seed: 12 };
  });
  await page.getByRole('button', { name: 'Copy link', exact: true }).dblclick();
  await page.getByRole('button', { name: 'Copied', exact: true }).waitFor();
  assert.equal(await clipboard(page), `${playground}#v=1&preset=rhyme&seed=12`);
  await page.getByRole('button', { name: 'Copy link', exact: true }).waitFor();
  assert.equal(await dialogOf(page).count(), 0);
  await page.evaluate(() => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    tag.text = 'abcdefgh'.repeat(2 ** 15 + 1);
  });
  await press(page, 'Copy link');
  const { error } = controls(page);
  await error.getByText('A link carries a text of at most 256 KiB').waitFor();
});

test('where the browser does not let the page copy, the link is shown, selected', async (t) => {
  const page = await openPage(t, `${playground}#preset=rhyme`);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await press(page, 'Copy link');
  const dialog = dialogOf(page);
  await dialog.getByText('copy what is selected').waitFor();
  assert.equal(await dialog.getByLabel('A link').inputValue(), `${playground}#v=1&preset=rhyme`);
  const selected = (/** @type {string} */ label) =>
    dialog.getByLabel(label).evaluate((element) => {
      const { value, selectionStart, selectionEnd } = /** @type {HTMLInputElement} */ (element);
      return value.slice(Number(selectionStart), Number(selectionEnd));
    });
  assert.equal(await selected('A link'), `${playground}#v=1&preset=rhyme`);
  await dialog.getByRole('button', { name: 'Copy HTML' }).click();
  assert.match(await selected('In a page of your own'), /^<script type="module" src="/);
  await dialog.getByRole('button', { name: 'Show the hash' }).click();
  await dialog.getByText('It has learnt nothing yet').waitFor();
  const workers = await page.evaluate(() => /** @type {any} */ (window).records.workers.length);
  assert.equal(workers, 0, 'for a network that is not trained');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('the dialog by keyboard, read by axe, in a narrow window too', async (t) => {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    const page = await learnt(t, 'preset=rhyme&hidden-size=8', { viewport });
    const embed = page.getByRole('button', { name: 'Embed', exact: true });
    await embed.focus();
    await page.keyboard.press('Enter');
    const dialog = dialogOf(page);
    await dialog.waitFor();
    if (viewport.width > 400) {
      await assertAccessible(page, 'the dialog', { others: [DARK, FORCED], within: DIALOG });
    }
    const width = await dialog.evaluate((element) => [element.scrollWidth, element.clientWidth]);
    assert.equal(width[0], width[1], 'nothing is cut off at the side');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await embed.evaluate((button) => button.matches(':focus')), true);
  }
});

test('neighbours compare the hash of their weights, which another learning rate makes their own', async (t) => {
  const page = await learnt(t, 'preset=rhyme&hidden-size=8');
  await press(page, 'Embed');
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Show the hash' }).click();
  const answer = dialog.locator('.hash');
  const hash = await hashOf(page);
  await answer.getByText(`Step 30: ${hash.replaceAll(/(....)(?=.)/g, '$1 ')}`).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => {
    document.querySelector('lstm-playground')?.setAttribute('learning-rate', '0.001');
  });
  await press(page, 'Embed');
  await dialog.getByRole('button', { name: 'Show the hash' }).click();
  await answer.getByText('Its text, its learning rate or the weights').waitFor();
  assert.doesNotMatch(await dialog.getByLabel('In a page of your own').inputValue(), /hash/);
});

test('the snippet gives the same network in an empty page, and something to read without script', async (t) => {
  const text = 'Größe: "1 < 2" & so on,\twith \\n and\r\nlines. '.repeat(30);
  const page = await openPage(t, playground, CLIPBOARD);
  await controls(page).state.getByText('Ready').waitFor();
  await page.evaluate((given) => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    tag.text = given;
    tag.config = { hiddenSize: 8, maxSteps: 30, patience: 0, separator: '\r\n' };
  }, text);
  await press(page, 'Train');
  await controls(page).coach.getByText('30 steps').waitFor();
  await press(page, 'Embed');
  const dialog = dialogOf(page);
  const field = dialog.getByLabel('In a page of your own');
  await page.waitForFunction(
    (area) => /hash/.test(/** @type {HTMLTextAreaElement} */ (area).value),
    await field.elementHandle(),
  );
  await dialog.getByRole('button', { name: 'Copy HTML' }).click();
  await dialog.getByRole('button', { name: 'Copied' }).waitFor();
  const snippet = await clipboard(page);
  assert.equal(snippet, await field.inputValue());
  const hash = await hashOf(page);
  assert.match(
    snippet,
    new RegExp(`Its weights after 30 steps have the hash ${hash}, on every machine\\.`),
  );

  const { 'lstm-playground.all.js': integrity } = JSON.parse(
    await readFile(join(import.meta.dirname, '../../dist/integrity.json'), 'utf8'),
  );
  assert.ok(
    snippet.startsWith(
      `<script type="module" src="${url}/lstm-playground.all.js" integrity="${integrity}" crossorigin></script>\n`,
    ),
  );
  pages['/mine.html'] =
    `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Mine</title>${snippet}`;

  const mine = await openPage(t, `${url}/mine.html`);
  await press(mine, 'Train');
  await controls(mine).coach.getByText('30 steps').waitFor();
  await controls(mine).state.getByText('Paused').waitFor();
  assert.equal(
    await mine.evaluate(() => /** @type {Tag} */ (document.querySelector('lstm-playground')).text),
    text,
  );
  assert.equal(await stepOf(mine), 30);
  assert.equal(await hashOf(mine), hash);

  const plain = await openPage(t, `${url}/mine.html`, { javaScriptEnabled: false });
  await plain.getByText('After 30 steps it needs').waitFor();
  await plain.getByRole('img', { name: 'The learning curve' }).waitFor();
  assert.equal(await plain.locator('blockquote').count(), 1);
  const link = await plain
    .getByRole('link', { name: 'Train it yourself, in your browser' })
    .getAttribute('href');
  const opened = await openPage(t, String(link));
  await controls(opened).state.getByText('Ready').waitFor();
  assert.equal(
    await opened.evaluate(
      () => /** @type {Tag} */ (document.querySelector('lstm-playground')).text,
    ),
    text,
  );
});
