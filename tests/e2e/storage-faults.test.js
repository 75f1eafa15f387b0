import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { atWill, kept, keptAt, whenKept } from './support/kept-runs.js';
import { moreSteps, reachState, reachStep, records } from './support/records.js';
import { clear, pages, scenarios, trainAndPause } from './support/storage-scenarios.js';
import { freeze, goOn, kill, tell } from './support/tab-faults.js';

/** The faults that run here in every browser, and in Chromium alone; test:long has all in every one. */
const EVERYWHERE = /silent|deleted|come back/;
const IN_CHROMIUM = /held by another tab/;

const { url } = await serve(pages);
const recorded = await serveRecorded(pages);

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

test('a page whose process is killed goes on from the newest checkpoint that was due', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  const { checkpoint, pass } = await atWill(page);
  await controls(page).train.click();
  await moreSteps(page, 1);
  const first = await checkpoint(0.004);
  await keptAt(page, first);
  await moreSteps(page, 1);
  await pass(5000);
  const newest = await checkpoint(0.003);
  assert.ok(newest > first);
  await keptAt(page, newest);
  const { step, ms } = await kill(page, url);
  assert.ok(step >= newest);
  tell(t, ms);
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

/**
 * Trains until the run is kept at a pause, and trains on.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<number>} the step at which it is kept
 */
async function keepAndTrainOn(page) {
  const step = await trainAndPause(/** @type {any} */ (page)); // it has the same methods
  await keptAt(page, step);
  await controls(page).train.click();
  await moreSteps(page, 1);
  return step;
}

test('a reload in the middle of keeping leaves a whole run', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  const before = await keepAndTrainOn(page);
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    /** @this {IDBObjectStore} @param {[any, any]} args */
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args);
      if (this.name === 'bytes') location.reload();
      return request;
    };
  });
  await controls(page).pause.click(); // keeps the run
  const end = performance.now();
  await goOn(page).waitFor();
  const [run] = await kept(page);
  assert.ok(run.step >= before);
  await goOn(page).click();
  await reachState(page, 'paused');
  await controls(page).train.click();
  await reachStep(page, run.step + 1);
  tell(t, performance.now() - end);
  assert.deepEqual((await records(page)).errors, []);
});

test('a reload in the middle of keeping a large run leaves its newest checkpoint', async (t) => {
  const page = await openPage(t, `${url}/keep-large.html`);
  const before = await keepAndTrainOn(page);
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    /** @this {IDBObjectStore} @param {[any, any]} args */
    IDBObjectStore.prototype.put = function (...args) {
      if (args[1][0] === 'part') location.reload();
      return put.apply(this, args);
    };
  });
  await controls(page).pause.click(); // keeps the run
  await goOn(page).waitFor();
  const [run] = await kept(page);
  assert.ok(run.step > before, `step ${run.step}, kept before at ${before}`);
  await goOn(page).click();
  await reachState(page, 'paused');
});

test('a tab that is frozen and resumed trains on, and keeps its run', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  const { savedAt } = await keptAt(page, await trainAndPause(/** @type {any} */ (page)));
  await controls(page).train.click();
  await moreSteps(page, 2);
  tell(t, await freeze(page, 2000));
  await moreSteps(page, 3);
  await controls(page).pause.click();
  await whenKept(page, (run) => run.savedAt > savedAt, 'the run after the pause');
  assert.deepEqual((await records(page)).errors, []);
});
