/** Faults of the browser's storage, each with its page and its course, in any browser. */

import assert from 'node:assert/strict';
import { controls } from './controls.js';
import { asksOnLeaving, kept, keptAt } from './kept-runs.js';
import { moreSteps, reachState, records } from './records.js';
import { post } from './site.js';

/**
 * @typedef {import('./page.js').Page} Page or one of Playwright
 *
 * @typedef {object} Scenario
 * @property {string} title
 * @property {string} path of its page
 * @property {(page: Page) => Promise<number>} run on that page; milliseconds from the end of the fault until
 *   the run goes on or is kept
 */

const TEXT = 'what is learnt stays, whatever becomes of the storage. '.repeat(20);
export const TAG = `<lstm-playground keep text="${TEXT}" hidden-size="16" batch-size="4" seq-len="16"
  patience="0" dropout="0.1" workers="1"></lstm-playground>`;

const DENIED = 'This browser does not let the page keep runs on this computer';
const BUSY = 'The browser does not answer when the page keeps runs on this computer';

/** Lets the seconds that the page gives the storage pass in a moment, until the fault ends. */
const QUICK = `
  const every = setInterval;
  window.setInterval = (act, ms) => every(act, ms === 1000 ? 40 : ms);`;

/** Faults that last from the beginning: a script that makes each, and one that ends it. */
const lasting = {
  missing: {
    sentence: DENIED,
    begin: `
      const storage = indexedDB;
      const give = (value) =>
        Object.defineProperty(window, 'indexedDB', { value, configurable: true });
      give(undefined);`,
    end: `give(storage);`,
  },
  denied: {
    sentence: DENIED,
    begin: `
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };`,
    end: `IDBFactory.prototype.open = open;`,
  },
  silent: {
    sentence: BUSY,
    begin: `${QUICK}
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = () => ({});`,
    end: `IDBFactory.prototype.open = open; window.setInterval = every;`,
  },
  'held by another tab': {
    sentence: BUSY,
    begin: `${QUICK}
      let isHeld = true;
      const opening = indexedDB.open('lstm-playground', 1);
      opening.onupgradeneeded = () => {
        for (const name of ['facts', 'bytes']) opening.result.createObjectStore(name);
      };
      opening.onsuccess = () => {
        const transaction = opening.result.transaction(['facts', 'bytes'], 'readwrite');
        transaction.oncomplete = () => opening.result.close();
        const hold = () => {
          if (isHeld) transaction.objectStore('facts').get('x').onsuccess = hold;
        };
        hold();
      };`,
    end: `isHeld = false; window.setInterval = every;`,
  },
  'used by another program': {
    sentence: 'The browser cannot read the runs kept on this computer',
    begin: `
      const opening = indexedDB.open('lstm-playground', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('accounts');
      opening.onsuccess = () => opening.result.close();`,
    end: `indexedDB.deleteDatabase('lstm-playground');`,
  },
  full: {
    sentence: 'This computer has no room for another run',
    begin: `
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...args) {
        if (this.name === 'bytes') throw new DOMException('full', 'QuotaExceededError');
        return put.apply(this, args);
      };`,
    end: `IDBObjectStore.prototype.put = put;`,
  },
  'full in the end': {
    sentence: 'This computer has no room for another run',
    begin: `
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...args) {
        const request = put.apply(this, args);
        const { transaction } = this;
        request.addEventListener('success', () => {
          const value = new DOMException('full', 'QuotaExceededError');
          Object.defineProperty(transaction, 'error', { value });
          transaction.abort();
        });
        return request;
      };`,
    end: `IDBObjectStore.prototype.put = put;`,
  },
};

/** @param {string} name */
const pathOf = (name) => `/${name.replaceAll(' ', '-')}.html`;

/** The pages of the scenarios, by path. */
export const pages = {
  '/keep.html': post(TAG),
  '/keep-large.html': post(TAG.replace(/hidden-size="\d+"/, 'hidden-size="144"')),
  '/other.html': post('<p>Another page.</p>').replace(/<script[^]*<\/script>/, ''),
  '/sandbox.html': post(
    '<iframe sandbox="allow-scripts" src="/keep.html" title="A post" width="1200" height="900"></iframe>',
  ),
  ...Object.fromEntries(
    Object.entries(lasting).map(([name, { begin, end }]) => [
      pathOf(name),
      post(`<script>{ ${begin}\n window.endFault = () => { ${end} }; }</script>${TAG}`),
    ]),
  ),
};

/**
 * Removes what an earlier page has kept.
 *
 * @param {Page} page of the same site, without a tag
 */
export const clear = (page) =>
  page.evaluate(async () => {
    localStorage.clear();
    sessionStorage.clear();
    const deleting = indexedDB.deleteDatabase('lstm-playground');
    await new Promise((resolve) => (deleting.onsuccess = resolve));
  });

/** @param {Page} page */
export async function trainAndPause(page) {
  const ui = controls(page);
  await ui.train.click();
  await moreSteps(page, 2);
  await ui.pause.click();
  await reachState(page, 'paused');
  return page.evaluate(() => Number(/** @type {any} */ (window).records.step.at(-1).step));
}

/**
 * A page that trains, pauses and writes though its run cannot be kept, says so once, and keeps it when
 * the fault has ended.
 *
 * @param {Page} page
 * @param {string} sentence
 */
async function bears(page, sentence) {
  const ui = controls(page);
  await trainAndPause(page);
  await ui.coach.getByText(sentence).waitFor();
  assert.equal(await asksOnLeaving(page), true, 'leaving asks first');
  await ui.train.click();
  await ui.coach.getByText(sentence).waitFor({ state: 'hidden' });
  await moreSteps(page, 2);
  await ui.pause.click();
  await reachState(page, 'paused');
  // An error would have come by now.
  await ui.error.waitFor({ state: 'hidden' });
  assert.deepEqual((await records(page)).errors, []);
}

/** @type {Scenario[]} */
export const scenarios = [
  ...Object.entries(lasting).map(([name, { sentence }]) => ({
    title: `a storage that is ${name} is told in a sentence, and used when it can be`,
    path: pathOf(name),
    async run(/** @type {Page} */ page) {
      await bears(page, sentence);
      await page.evaluate(() => /** @type {any} */ (window).endFault());
      const end = performance.now();
      const step = await trainAndPause(page);
      await keptAt(page, step);
      await page.waitForFunction(() =>
        dispatchEvent(new Event('beforeunload', { cancelable: true })),
      );
      return performance.now() - end;
    },
  })),
  {
    title: 'runs that are deleted under an open page are kept again',
    path: '/keep.html',
    async run(page) {
      const step = await trainAndPause(page);
      const { id } = await keptAt(page, step);
      await page.evaluate(async () => {
        const deleting = indexedDB.deleteDatabase('lstm-playground');
        await new Promise((resolve) => (deleting.onsuccess = resolve));
      });
      const end = performance.now();
      const again = await keptAt(page, step);
      assert.equal(again.id, id);
      assert.deepEqual((await records(page)).errors, []);
      return performance.now() - end;
    },
  },
  {
    title: 'a page that is left and come back to goes on',
    path: '/keep.html',
    async run(page) {
      const step = await trainAndPause(page);
      await keptAt(page, step);
      await controls(page).train.click();
      await moreSteps(page, 2);
      const here = await page.evaluate(() => location.href);
      await page.goto(here.replace('keep', 'other'));
      const end = performance.now();
      await page.evaluate(() => history.back());
      await page.waitForFunction(() => location.pathname === '/keep.html');
      await page.waitForFunction(() => /** @type {any} */ (window).records);
      await reachOffer(page);
      await page.waitForFunction(
        (step) => /** @type {any} */ (window).records.step.at(-1)?.step > step,
        step,
      );
      assert.equal((await kept(page)).length, 1);
      return performance.now() - end;
    },
  },
];

/**
 * Takes the offer of a page that was loaded anew; one that came back as it was trains on.
 *
 * @param {Page} page
 */
async function reachOffer(page) {
  const state = await page.evaluate(() => /** @type {any} */ (window).records.state.at(-1)?.state);
  if (state === 'training') return;
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
}
