import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { kept, keptAt, whenKept } from './support/kept-runs.js';
import { moreSteps, reachState, reachStep, records } from './support/records.js';
import { clear, pages, scenarios, trainAndPause } from './support/storage-scenarios.js';

/** The faults that run here in every browser, and in Chromium alone; test:long has all in every one. */
const EVERYWHERE = /silent|deleted|come back/;
const IN_CHROMIUM = /held by another tab/;

const { url } = await serve(pages);
const recorded = await serveRecorded(pages);

/** @typedef {import('playwright-core').Page} Page */

/**
 * @param {import('node:test').TestContext} t
 * @param {number} ms from the end of a fault until the run goes on or is kept
 */
const tell = (t, ms) => t.diagnostic(`recovered in ${Math.round(ms)} ms`);

for (const { title, path, run } of scenarios) {
  if (EVERYWHERE.test(title)) {
    testInEveryBrowser(title, async (page, t) => {
      await page.goto(`${recorded.url}/other.html`);
      await clear(page);
      await page.goto(`${recorded.url}${path}`);
      tell(t, await run(page));
    });
  } else if (IN_CHROMIUM.test(title)) {
    test(title, async (t) => {
      const page = await openPage(t, `${url}${path}`);
      tell(t, await run(/** @type {any} */ (page))); // it has the same methods
    });
  }
}

/** @param {Page} page */
const goOn = (page) => page.getByRole('button', { name: 'Go on', exact: true });

test('a page whose process is killed has lost at most ten seconds', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  const context = page.context();
  await controls(page).train.click();
  const first = await keptAt(page, 1);
  const second = await whenKept(page, (run) => run.savedAt > first.savedAt, 'the next checkpoint');
  const between = second.savedAt - first.savedAt;
  assert.ok(between <= 10_000, `a run is kept every ${between} ms`);
  const other = await context.newPage();
  await other.goto(`${url}/other.html`);
  const crashed = page.waitForEvent('crash');
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => {});
  await crashed;
  const end = performance.now();
  const [run] = await kept(other);
  assert.ok(run.step >= second.step);
  await page.close();
  await other.goto(`${url}/keep.html`);
  await goOn(other).click();
  await reachState(other, 'paused');
  await controls(other).train.click();
  await reachStep(other, run.step + 1);
  tell(t, performance.now() - end);
});

test('runs are kept again when the data of the site is cleared in the middle of training', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  const { origin } = new URL(url);
  const session = await page.context().newCDPSession(page);
  await controls(page).train.click();
  const { id, savedAt } = await keptAt(page, 1);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  const end = performance.now();
  const again = await whenKept(page, (run) => run.savedAt > savedAt, 'the run');
  tell(t, performance.now() - end);
  assert.equal(again.id, id);
  await moreSteps(page, 3);
  await page.reload();
  await goOn(page).click();
  await reachStep(page, again.step);
  assert.deepEqual((await records(page)).errors, []);
});

test('a reload in the middle of keeping leaves a whole run', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  const before = await trainAndPause(/** @type {any} */ (page));
  await keptAt(page, before);
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    /** @this {IDBObjectStore} @param {[any, any]} args */
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args);
      if (this.name === 'bytes') location.reload();
      return request;
    };
  });
  await controls(page).train.click();
  await goOn(page).waitFor();
  const [run] = await kept(page);
  assert.ok(run.step >= before);
  await goOn(page).click();
  await reachStep(page, run.step);
  assert.deepEqual((await records(page)).errors, []);
});

test('a tab that is frozen and resumed trains on, and keeps its run', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  const session = await page.context().newCDPSession(page);
  await controls(page).train.click();
  const { savedAt } = await keptAt(page, 1);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  const other = await page.context().newPage();
  await other.goto(`${url}/other.html`);
  await whenKept(other, (run) => run.savedAt >= savedAt, 'the run');
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  const end = performance.now();
  await page.bringToFront();
  await moreSteps(page, 3);
  await whenKept(page, (run) => run.savedAt > savedAt, 'the run after the pause');
  tell(t, performance.now() - end);
  assert.deepEqual((await records(page)).errors, []);
});
