// Runs alone: it measures how long a page holds a reader up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { installLarge } from './support/large.js';
import { reachState } from './support/records.js';

/** The length of the longest text. */
const CHARS = 5_000_000;
/**
 * Milliseconds, five times those of two quiet cores (80, 250 and 60): so much slower are they while
 * another program has both.
 */
const LONGEST_TASK = 400;
const FIRST_STEP = 1250;
const LONGEST_PAUSE = 300;

const { url } = await serve();

/**
 * @param {import('node:test').TestContext} t
 * @param {string} [path]
 */
async function open(t, path = '/index.html') {
  const page = await openPage(t, 'about:blank');
  await page.addInitScript(installLarge);
  await page.goto(url + path);
  return { page, ui: controls(page) };
}

/**
 * Drops a text from another window on an element.
 *
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} element
 * @param {string} text
 */
async function drop(page, element, text) {
  const { x = 0, y = 0 } = (await element.boundingBox()) ?? {};
  const client = await page.context().newCDPSession(page);
  const data = { items: [{ mimeType: 'text/plain', data: text }], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop'])) {
    await client.send('Input.dispatchDragEvent', { type, x: x + 20, y: y + 12, data });
  }
}

test('a text is dropped into the text box, a long one as a whole', async (t) => {
  const { page, ui } = await open(t);
  await ui.text.fill('');
  await drop(page, ui.text, 'a text from elsewhere');
  await page.getByText('21 letters, 13 distinct', { exact: true }).waitFor();
  assert.equal(await ui.text.inputValue(), 'a text from elsewhere');
  await ui.text.fill('');
  await drop(page, ui.text, 'a longer text. '.repeat(20_000));
  await page.getByText('300,000 letters, 11 distinct', { exact: true }).waitFor();
  assert.equal((await ui.text.inputValue()).length, 20_000, 'it shows the beginning');
});

test('the longest text is pasted, learnt and paused, and the page answers meanwhile', async (t) => {
  const { page, ui } = await open(t);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ui.text.focus();
  await page.evaluate(async (chars) => {
    const { large } = /** @type {any} */ (window);
    await navigator.clipboard.writeText(large.words(chars));
    large.longest = large.watch();
  }, CHARS);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+V');
  await page.getByText('5,000,000 letters, 20 distinct', { exact: true }).waitFor();
  const { longest, first, pauses, refusal } = await page.evaluate(async () => {
    const { large, records } = /** @type {any} */ (window);
    const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
    tag.train();
    const first = await large.until(() => records.step.length > 0);
    const pauses = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      await tag.pause();
      pauses.push(performance.now() - start);
      tag.train();
      const { length } = records.step;
      await large.until(() => records.step.length > length + i);
    }
    const refusal = await tag.link().catch((/** @type {Error} */ { message }) => message);
    return { longest: large.longest(), first, pauses, refusal };
  });
  const pause = Math.max(...pauses);
  t.diagnostic(`longest task ${longest.toFixed()} ms, first step after ${first.toFixed()} ms`);
  t.diagnostic(`Pause within ${pause.toFixed()} ms`);
  assert.ok(longest < LONGEST_TASK, `a task of the main thread took ${longest} ms`);
  assert.ok(first < FIRST_STEP, `the first step came after ${first} ms`);
  assert.ok(pause < LONGEST_PAUSE, `Pause took ${pauses} ms`);
  assert.match(
    refusal,
    /^A link carries a text of at most 256 KiB, and this one has more: use a part/,
  );
  await ui.reset.click();
  await reachState(page, 'idle');
});
