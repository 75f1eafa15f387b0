/** A Chromium for what only it can measure; it fails tests on any error of the page. */

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { browserFlags, findHeadlessBrowser } from '../../../scripts/browser.mjs';
import { installRecords, post, serve } from './site.js';
import { PATIENCE } from './soon.js';

export { serve };

/**
 * @typedef {import('node:test').TestContext} TestContext
 * @typedef {import('playwright-core').Page} Page
 */

/** @type {(() => unknown)[]} */
const closing = [];
after(async () => {
  for (const close of closing.reverse()) await close();
});

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let browser;

/**
 * Features that are off: those that Playwright switches off too, because a second list replaces its
 * own, and the suggestions below the address bar, pages of the browser's that it loads for every
 * context, with a third of the processor's time in most tests.
 */
const OFF = [
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  ...['DestroyProfileOnBrowserClose', 'HttpsFirstBalancedModeAutoEnable', 'HttpsUpgrades'],
  ...['LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints'],
  ...['PaintHolding', 'PreconnectToSearch', 'ThirdPartyStoragePartitioning'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
];

/** Launches one browser for all tests of a file. */
function launch() {
  const args = [...browserFlags, `--disable-features=${OFF.join(',')}`];
  browser ??= chromium.launch({ executablePath: findHeadlessBrowser(), args });
  closing.push(async () => (await browser)?.close());
  return browser;
}

/**
 * Opens a page; any uncaught error and any error on its console fails the test.
 *
 * @param {TestContext} t
 * @param {string} url
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {RegExp} [expected] the errors that do not
 * @returns {Promise<Page>}
 */
export async function openPage(t, url, options, expected) {
  const context = await (await launch()).newContext(options);
  /** @type {string[]} */
  const errors = [];
  context.on('weberror', (event) => {
    const { message } = event.error();
    if (!expected?.test(message)) errors.push(`uncaught: ${message}`);
  });
  context.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !expected?.test(text)) errors.push(`console: ${text}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, [], 'errors of the page');
  });
  await context.addInitScript(installRecords);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url);
  return page;
}

/**
 * Opens a blog post with this in its body.
 *
 * @param {TestContext} t
 * @param {string} body HTML
 * @param {string} [scripts] the server of the tag's script; by default the post's own
 */
export async function openPost(t, body, scripts = '') {
  const { url, served } = await serve({ '/post.html': post(body, scripts) });
  return { page: await openPage(t, `${url}/post.html`), served };
}
