import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { assertAccessible, DARK, FORCED } from './support/axe.js';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { hashOf, stepOf } from './support/one-go.js';
import { assertSoon } from './support/soon.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../www/src/element/lstm-playground.js').LstmPlayground} Tag
 */

const dist = join(import.meta.dirname, '../../dist');

/** @type {Record<string, string | Buffer>} */
const pages = {};
const { url } = await serve(pages);
const playground = `${url}/index.html`;
const DIALOG = /** @type {[string, string]} */ (['lstm-playground', 'dialog']);
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

/** @param {Page} page */
const dialogOf = (page) => page.getByRole('dialog', { name: 'Share this setup' });

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

test('Copy link copies the link within the click, and says so in its place', async (t) => {
  const page = await openPage(t, `${playground}#preset=rhyme`, CLIPBOARD);
  await controls(page).state.getByText('Ready').waitFor();
  await page.evaluate(() => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    tag.config = { seed: 12 };
  });
  await page.getByRole('button', { name: 'Share', exact: true }).dblclick();
  const dialog = dialogOf(page);
  const copy = dialog.getByRole('button', { name: 'Copy link' });
  await copy.waitFor();
  await page.evaluate(() => {
    const { clipboard } = navigator;
    const write = clipboard.writeText.bind(clipboard);
    let hasBegun = false;
    clipboard.writeText = (text) => {
      hasBegun = true;
      return write(text);
    };
    addEventListener('click', () => Object.assign(window, { beganInClick: hasBegun }));
  });
  await copy.click();
  await dialog.getByRole('button', { name: 'Copied', exact: true }).waitFor();
  await dialog.getByRole('status').getByText('Copied.').waitFor();
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).beganInClick), true);
  assert.equal(await clipboard(page), `${playground}#v=1&preset=rhyme&seed=12`);
  await copy.waitFor();
});

test('without a link there is no dialog, and a sentence says why', async (t) => {
  const page = await openPage(t, `${playground}#preset=rhyme`);
  await controls(page).state.getByText('Ready').waitFor();
  await page.evaluate(() => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    tag.text = 'abcdefgh'.repeat(2 ** 15 + 1);
  });
  await press(page, 'Share');
  const { error } = controls(page);
  await error.getByText('A link carries a text of at most 256 KiB').waitFor();
  assert.equal(await dialogOf(page).count(), 0);
});

test('where the browser does not let the page copy, the link is shown, selected', async (t) => {
  const page = await openPage(t, `${playground}#preset=rhyme`);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await press(page, 'Share');
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await dialog.getByText('copy what is selected').waitFor();
  assert.equal(await dialog.getByLabel('A link').inputValue(), `${playground}#v=1&preset=rhyme`);
  const selected = (/** @type {string} */ label) =>
    dialog.getByLabel(label).evaluate((element) => {
      const { value, selectionStart, selectionEnd } = /** @type {HTMLInputElement} */ (element);
      return value.slice(Number(selectionStart), Number(selectionEnd));
    });
  assert.equal(await selected('A link'), `${playground}#v=1&preset=rhyme`);
  await dialog.getByRole('button', { name: 'Copy HTML' }).click();
  await assertSoon(async () =>
    assert.match(await selected('In a page of your own'), /^<script type="module" src="/),
  );
  await dialog.getByRole('button', { name: 'Show the hash' }).click();
  await dialog.getByText('It has learnt nothing yet').waitFor();
  const workers = await page.evaluate(() => /** @type {any} */ (window).records.workers.length);
  assert.equal(workers, 0, 'for a network that is not trained');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('every choice of panels keeps the way to the link, in a narrow window too', async (t) => {
  for (const width of [390, 1280]) {
    for (const panels of ['text', 'live', 'race', 'settings']) {
      const viewport = { width, height: 844 };
      const page = await openPage(t, `${playground}#panels=${panels}`, { viewport });
      await press(page, 'Share');
      await dialogOf(page).getByLabel('A link').waitFor();
      await page.context().close();
    }
  }
});

/** @param {Page} page */
const snippetOf = (page) => dialogOf(page).getByLabel('In a page of your own').inputValue();

/** A folder whose files stay the same. */
const versioned = '/lstm-playground@9.8.7/dist/';
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  pages[versioned + relative(dist, path)] = readFileSync(path);
}

test('the snippet ties the tag to a script only where its address has a version', async (t) => {
  for (const [address, isTied] of /** @type {[string, boolean][]} */ ([
    [playground, false],
    [`${url}${versioned}index.html`, true],
  ])) {
    const page = await openPage(t, address);
    await press(page, 'Share');
    const note = isTied ? 'lets in this version' : 'follows this address';
    await dialogOf(page).getByText(note).waitFor();
    const [script] = (await snippetOf(page)).split('\n');
    assert.equal(/ integrity="sha384-/.test(script), isTied, script);
  }
});

test('the snippet of a page on a disk has no path of that disk', async (t) => {
  const page = await openPage(t, `${pathToFileURL(join(dist, 'playground.html'))}#seed=8`);
  await press(page, 'Share');
  await dialogOf(page).getByText('in place of your.host, twice').waitFor();
  const snippet = await snippetOf(page);
  assert.doesNotMatch(snippet, /file:/);
  assert.equal(snippet.match(/https:\/\/your\.host\/lstm-playground\//g)?.length, 2);
  assert.match(
    snippet,
    /your\.host\/lstm-playground\/index\.html#v=1&amp;preset=tales&amp;seed=8"/,
  );
});

test('the dialog by keyboard, read by axe, in a narrow window too', async (t) => {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    const page = await learnt(t, 'preset=rhyme&hidden-size=8', { viewport });
    const opener = page.getByRole('button', { name: 'Share', exact: true });
    await opener.focus();
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
    await opener.and(page.locator(':focus')).waitFor();
  }
});

test('the hash is shown for comparison, and withheld after another learning rate', async (t) => {
  const page = await learnt(t, 'preset=rhyme&hidden-size=8');
  await press(page, 'Share');
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Show the hash' }).click();
  const answer = dialog.locator('.hash');
  const hash = await hashOf(page);
  await answer.getByText(`Step 30: ${hash.replaceAll(/(....)(?=.)/g, '$1 ')}`).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => {
    document.querySelector('lstm-playground')?.setAttribute('learning-rate', '0.001');
  });
  await press(page, 'Share');
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
  await press(page, 'Share');
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

  const script = `<script type="module" src="${url}/lstm-playground.all.js"></script>\n`;
  assert.ok(snippet.startsWith(script));
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
