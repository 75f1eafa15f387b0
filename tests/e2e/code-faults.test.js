/** Files of the page's code that are missing, cut short, replaced, or of another version. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { moreSteps, records } from './support/records.js';
import { post } from './support/site.js';
import { assertSoon } from './support/soon.js';

const dist = join(import.meta.dirname, '../../dist');
const { url } = await serve({
  '/post.html': post('<lstm-playground><p>What stands here without scripts.</p></lstm-playground>'),
});

/** @typedef {import('playwright-core').Page} Page */

/** @param {string} name of a file of the site @returns {Buffer} */
const read = (name) => readFileSync(join(dist, name));
const names = readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`);
/** The module of the gradient check stands for one of another version. */
const [CHECK, MODEL] = names
  .filter((name) => name.endsWith('.wasm'))
  .sort((a, b) => read(a).length - read(b).length);

/** The page that some hosts answer with where a file is missing. */
const HOME = { status: 200, contentType: 'text/html', body: '<!doctype html><title>Home</title>' };

/**
 * @param {import('node:test').TestContext} t
 * @param {Record<string, Parameters<import('playwright-core').Route['fulfill']>[0]>} answers by the name of
 *   a file
 */
async function openWith(t, answers) {
  const expected = /Failed to load resource|Failed to load module script|Unexpected end of input/;
  const page = await openPage(t, 'about:blank', undefined, expected);
  await page.addInitScript(() => {
    const { fetch } = window;
    /** @type {string[]} the ways in which the browser's cache was asked */
    const asked = [];
    window.fetch = (what, how) => {
      if (String(what).endsWith('.wasm')) asked.push(how?.cache ?? 'default');
      return fetch(what, how);
    };
    Object.assign(window, { asked });
  });
  for (const [name, answer] of Object.entries(answers)) {
    await page.route(`**/${name}`, (route) => route.fulfill(answer));
  }
  await page.goto(`${url}/post.html`);
  return page;
}

/** @param {Page} page */
async function trainShortText(page) {
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => {
    Object.assign(tag, { text: 'again and again. '.repeat(40), config: { hiddenSize: 8 } });
  });
  await controls(page).train.click();
}

const wasm = { status: 200, contentType: 'application/wasm' };

for (const { what, answer, reason, isLasting } of [
  { what: 'missing', answer: { status: 404, body: '' }, reason: /the server answered 404\. Try/ },
  {
    what: 'cut short',
    answer: { ...wasm, body: read(MODEL).subarray(0, 1e5) },
    reason: /cut short/,
  },
  { what: 'empty', answer: { ...wasm, body: '' }, reason: /cut short or replaced/ },
  { what: 'replaced by a page', answer: HOME, reason: /cut short or replaced/ },
  {
    what: 'of another version',
    answer: { ...wasm, body: read(CHECK) },
    reason: /of another version than the page: reload/,
    isLasting: true,
  },
]) {
  test(`a wasm file that is ${what} is told of, and Train tries again`, async (t) => {
    const page = await openWith(t, { [MODEL]: answer });
    const ui = controls(page);
    await trainShortText(page);
    await ui.error.filter({ hasText: reason }).waitFor();
    const sentence = await ui.error.innerText();
    t.diagnostic(sentence);
    assert.match(sentence, /^The model's code [^.]*\.(?: Try again\.)?$/);
    await page.unroute(`**/${MODEL}`);
    if (isLasting) {
      await page.reload();
      await trainShortText(page);
    } else {
      await ui.train.click();
    }
    await moreSteps(page, 3);
    const [first, ...again] = await page.evaluate(() => /** @type {any} */ (window).asked);
    // The browser may have kept the damaged file.
    assert.equal(first, 'default');
    assert.deepEqual([...new Set(again)], isLasting ? [] : ['reload']);
    await ui.error.waitFor({ state: 'hidden' });
    const { errors } = await records(page);
    assert.equal(errors.length, isLasting ? 0 : 1);
  });
}

const SET = names.find((name) => name.includes('set-tabs')) ?? '';
const script = { status: 200, contentType: 'text/javascript' };

for (const { what, answer, isKept } of [
  { what: 'missing', answer: { status: 404, body: '' } },
  // Browsers keep a script that they have read, however it was.
  { what: 'cut short', answer: { ...script, body: read(SET).subarray(0, 4000) }, isKept: true },
  { what: 'replaced by a page', answer: HOME },
]) {
  test(`a part of the widget that is ${what} is told of, and training goes on`, async (t) => {
    const page = await openWith(t, { [SET]: answer });
    await trainShortText(page);
    await openTab(page, 'Cell');
    const part = page.locator('.set');
    const sentence = /could not be loaded: .*\. Try again, or reload the page\./;
    await part.getByRole('alert').getByText(sentence).waitFor();
    await moreSteps(page, 3);
    await page.unroute(`**/${SET}`);
    if (isKept) {
      await page.reload();
      await openTab(page, 'Cell');
    } else {
      await part.getByRole('button', { name: 'Try again' }).click();
    }
    await page.locator('.set:not(.unloaded)').waitFor();
    assert.deepEqual((await records(page)).errors, []);
  });
}

const WIDGET = names.find((name) => name.includes('widget-')) ?? '';

const TAG = 'lstm-playground.js';

for (const [file, what, answer] of /** @type {const} */ ([
  [WIDGET, 'widget is missing', { status: 404, body: '' }],
  [WIDGET, 'widget is cut short', { ...script, body: read(WIDGET).subarray(0, 1e5) }],
  [WIDGET, 'widget is replaced by a page', HOME],
  [TAG, 'script of the tag is missing', { status: 404, body: '' }],
  [TAG, 'script of the tag is cut short', { ...script, body: read(TAG).subarray(0, 6000) }],
  [TAG, 'script of the tag is replaced by a page', HOME],
])) {
  test(`the words in the tag stay where the ${what}`, async (t) => {
    const page = await openWith(t, { [file]: answer });
    await page.getByText('What stands here without scripts.').waitFor();
    await page.waitForLoadState('networkidle');
    assert.ok(await page.getByText('What stands here without scripts.').isVisible());
    if (file !== WIDGET) return;
    await assertSoon(async () => {
      const { errors } = await records(page);
      assert.equal(errors.length, 1, 'the host page hears of it');
    });
  });
}
