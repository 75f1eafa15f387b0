/** The runs that a page keeps in the browser, read and awaited. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {import('../../../www/src/storage/run-store.js').StoredRun} StoredRun
 *
 * @typedef {object} Page in Playwright or in every browser, at an address of the site
 * @property {<A>(run: (arg: A) => unknown, arg: A) => Promise<any>} evaluate
 */

/** Milliseconds after which a run that is not kept fails a test. */
const LIMIT = 20_000;

/**
 * The facts of the runs that the browser keeps.
 *
 * @param {Page} page
 * @returns {Promise<StoredRun[]>}
 */
export const kept = (page) =>
  page.evaluate(async () => {
    /** A browser whose data is being cleared may drop a request. */
    const late = new Promise((resolve) => setTimeout(resolve, 2000, []));
    const databases = await Promise.race([indexedDB.databases(), late]);
    if (!databases.some((/** @type {any} */ { name }) => name === 'lstm-playground')) return [];
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open('lstm-playground');
      opening.onerror = () => reject(opening.error);
      void late.then(resolve);
      opening.onsuccess = () => {
        const database = opening.result;
        /** @param {StoredRun[]} runs */
        const end = (runs) => {
          database.close();
          resolve(runs);
        };
        if (!database.objectStoreNames.contains('facts')) return end([]);
        const transaction = database.transaction('facts');
        const reading = transaction.objectStore('facts').getAll();
        reading.onsuccess = () => end(reading.result);
        transaction.onabort = () => end([]); // the storage has been cleared
      };
    });
  }, undefined);

/**
 * Waits until a run that fulfils a condition is kept.
 *
 * @param {Page} page
 * @param {(run: StoredRun) => boolean} isWanted
 * @param {string} what
 */
export async function whenKept(page, isWanted, what) {
  const end = performance.now() + LIMIT;
  for (;;) {
    const runs = await kept(page);
    const run = runs.find(isWanted);
    if (run) return run;
    const steps = runs.map(({ step }) => step).join(', ');
    assert.ok(performance.now() < end, `${what} is not kept, but step ${steps || 'none'}`);
    await sleep(20);
  }
}

/**
 * Waits until a run is kept at a step of at least this number.
 *
 * @param {Page} page
 * @param {number} step
 * @param {string} [id]
 */
export const keptAt = (page, step, id) =>
  whenKept(page, (run) => run.step >= step && run.id === (id ?? run.id), `step ${step}`);

/**
 * True where the page asks before it is left.
 *
 * @param {Page} page
 * @returns {Promise<boolean>}
 */
export const asksOnLeaving = (page) =>
  page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })), undefined);

/**
 * Lets a test move the clock of the page, which stands still, and make the worker send a checkpoint.
 *
 * @param {import('playwright-core').Page} page
 */
export async function atWill(page) {
  await page.evaluate(() => {
    Object.assign(window, { passed: performance.now() });
    performance.now = () => /** @type {any} */ (window).passed;
  });
  return {
    /** @param {number} ms */
    pass: (ms) =>
      page.evaluate((ms) => {
        /** @type {any} */ (window).passed += ms;
      }, ms),
    /**
     * @param {number} rate of learning, another one
     * @returns {Promise<number>} the step of the checkpoint
     */
    async checkpoint(rate) {
      const sent = page.evaluate(
        () =>
          new Promise((resolve) =>
            /** @type {any} */ (window).records.workers[0].addEventListener(
              'message',
              (/** @type {MessageEvent} */ { data }) =>
                data.push === 'checkpoint' && resolve(data.value.counters[0]),
            ),
          ),
      );
      await page.locator('lstm-playground').evaluate((tag, rate) => {
        tag.setAttribute('learning-rate', String(rate));
      }, rate);
      return Number(await sent);
    },
  };
}
