/** Faults of a tab of Chromium, on the pages of `storage-scenarios.js`. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { controls } from './controls.js';
import { kept } from './kept-runs.js';
import { moreSteps, reachState, reachStep, records } from './records.js';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Prints how long a page took after a fault.
 *
 * @param {import('node:test').TestContext} t
 * @param {number} ms from the end of a fault until the run goes on or is kept
 */
export const tell = (t, ms) => t.diagnostic(`recovered in ${Math.round(ms)} ms`);

/** @param {Page} page */
export const goOn = (page) => page.getByRole('button', { name: 'Go on', exact: true });

/**
 * Kills the process of a page, and trains its kept run on in another.
 *
 * @param {Page} page
 * @param {string} url of the site
 * @returns {Promise<{step: number, ms: number}>} the step that was kept, and the time until the next one
 */
export async function kill(page, url) {
  const context = page.context();
  const other = await context.newPage();
  await other.goto(`${url}/other.html`);
  const crashed = page.waitForEvent('crash');
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => {});
  await crashed;
  const end = performance.now();
  const [{ step }] = await kept(other);
  await page.close();
  await other.goto(`${url}/keep.html`);
  await goOn(other).click();
  await reachState(other, 'paused');
  await controls(other).train.click();
  await reachStep(other, step + 1);
  return { step, ms: performance.now() - end };
}

/**
 * Freezes a page that trains, with its workers: their process is stopped. A browser that is driven freezes no
 * page by itself, because each counts as one in front.
 *
 * @param {Page} page the only one that does anything
 * @param {number} ms
 * @returns {Promise<number>} the time from the end until the next step
 */
export async function freeze(page, ms) {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const signal = (/** @type {NodeJS.Signals} */ name) =>
    renderers.forEach(({ id }) => process.kill(id, name));
  const before = (await records(page)).steps.length;
  signal('SIGSTOP');
  try {
    await sleep(ms);
  } finally {
    signal('SIGCONT');
  }
  const end = performance.now();
  await moreSteps(page, 1);
  const after = performance.now() - end;
  const times = (await records(page)).steps.slice(before - 1).map(({ at }) => at);
  const longest = Math.max(...times.slice(1).map((at, i) => at - times[i]));
  assert.ok(longest > 0.9 * ms, `without a step for ${Math.round(longest)} ms, frozen for ${ms}`);
  return after;
}
