/** Tests that run in Chromium, Firefox and WebKit, one after another. */

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { engineNames, missingPrograms, openBrowser } from '../../../scripts/webdriver.mjs';
import { Page } from './page.js';
import { installRecords, serve } from './site.js';

/** @typedef {import('../../../scripts/webdriver.mjs').EngineName} EngineName */

/** Milliseconds for a test, of which one expectation may take a minute. */
const PATIENCE = 180_000;
/** The room of every page, in CSS pixels, unless a test changes it. */
const SIZE = { width: 1280, height: 800 };
const pictures = join(import.meta.dirname, '../../../target/e2e');

/** @type {Map<EngineName, Promise<Page>>} */
const open = new Map();
after(async () => {
  for (const name of open.keys()) await close(name);
});

/** @param {EngineName} name */
async function launch(name) {
  const session = await openBrowser(name);
  return new Page(session, `${name} ${session.version}`);
}

/** @param {EngineName} name */
async function close(name) {
  const page = open.get(name);
  open.delete(name);
  await (await page?.catch(() => undefined))?.session.close();
}

/** Records errors too, which no driver tells. */
function installErrors() {
  /** @type {string[]} */
  const problems = [];
  addEventListener('error', ({ message }) => problems.push(`uncaught: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => problems.push(`uncaught: ${reason}`));
  const { error } = console;
  console.error = (...args) => {
    problems.push(`console: ${args.join(' ')}`);
    error(...args);
  };
  Object.assign(/** @type {any} */ (window).records, { problems });
}

/** The script that records events and errors. */
export const recording = `(${installRecords})(); (${installErrors})();`;

/**
 * Serves the site with that script.
 *
 * @param {Record<string, string | Buffer>} [pages] more pages by path, HTML or other files
 */
export const serveRecorded = (pages) => serve(pages, recording);

/**
 * Defines a test in each of the browsers; any error of the page fails it.
 *
 * @param {string} title
 * @param {(page: Page, t: import('node:test').TestContext) => Promise<void>} run
 * @param {readonly EngineName[]} [engines] by default all
 */
export function testInEveryBrowser(title, run, engines = engineNames) {
  for (const name of engines) {
    const missing = missingPrograms(name);
    const skip =
      missing.length > 0 && `${missing.join(' and ')} missing: README.md tells how to get it`;
    test(`${title}, in ${name}`, { skip, timeout: PATIENCE }, async (t) => {
      const page = open.get(name) ?? launch(name);
      open.set(name, page);
      // The test may be given up while it waits for a browser that hangs.
      let isOver = false;
      t.after(() => (isOver ? undefined : close(name)));
      const ready = await page;
      try {
        await ready.setViewportSize(SIZE);
        await run(ready, t);
        const errors = await ready.evaluate(() => /** @type {any} */ (window).records.problems);
        assert.deepEqual(errors, [], 'errors of the page');
        await ready.goto('about:blank');
        isOver = true;
      } catch (error) {
        t.diagnostic(await picture(ready, t.name));
        throw error;
      }
    });
  }
}

/**
 * Keeps a picture of a failure.
 *
 * @param {Page} page
 * @param {string} title
 */
async function picture(page, title) {
  const file = join(pictures, `${title.replace(/\W+/g, '-')}.png`);
  try {
    await mkdir(pictures, { recursive: true });
    await writeFile(file, await page.screenshot());
    return `the page then: ${file}`;
  } catch (error) {
    return `no picture of the page: ${error}`;
  }
}
