// node bench/autosave.mjs [hidden size]: the share of the training speed that keeping a run takes, by
// default at hidden 256. The page keeps a run at its checkpoints, mostly every 5 s; here it keeps one in
// half a second, which shows in the steps.

import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from '../scripts/browser.mjs';
import { post, serve } from '../tests/e2e/support/site.js';

const WINDOW = 6000;
const EVERY = 500;
const ROUNDS = 3;
const INTERVAL = 5000;
const hidden = Number(process.argv[2] ?? 256);

const { url } = await serve({
  '/keep.html': post(
    `<lstm-playground keep preset="tales" hidden-size="${hidden}" workers="1"></lstm-playground>`,
  ),
});
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserFlags });
const page = await browser.newPage();
await page.goto(`${url}/keep.html`);

/**
 * Trains for a while, with a checkpoint in every half second.
 *
 * @param {boolean} keeps true to keep each of them
 */
const train = (keeps) =>
  page.evaluate(
    async ({ keeps, length, every }) => {
      const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
      const page = /** @type {any} */ (window);
      if (!page.isHidden) {
        page.isHidden = (/** @type {boolean} */ value) => {
          Object.defineProperty(document, 'hidden', { value, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        };
        await tag.train();
        await new Promise((resolve) => tag.addEventListener('lstm-step', resolve, { once: true }));
      }
      /** @returns {Promise<{step: number, at: number}>} */
      const next = () =>
        new Promise((resolve) =>
          tag.addEventListener(
            'lstm-step',
            (/** @type {CustomEvent} */ { detail }) =>
              resolve({ step: detail.step, at: performance.now() }),
            { once: true },
          ),
        );
      const begin = await next();
      let end = begin;
      for (let i = 1; end.at < begin.at + length; i++) {
        tag.setAttribute('learning-rate', String(0.002 + 1e-6 * (i % 2))); // makes a checkpoint
        if (keeps) {
          page.isHidden(true); // keeps the one before
          page.isHidden(false);
        }
        while (end.at < begin.at + i * every) end = await next();
      }
      return (1000 * (end.step - begin.step)) / (end.at - begin.at);
    },
    { keeps, length: WINDOW, every: EVERY },
  );

const kept = () =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('lstm-playground');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('facts').objectStore('facts').getAll();
          reading.onsuccess = () => resolve(reading.result[0]);
        };
      }),
  );

await train(true); // the first seconds are slower
for (let i = 0; i < ROUNDS; i++) {
  const without = await train(false);
  const { step } = /** @type {any} */ (await kept());
  const keeping = await train(true);
  const run = /** @type {any} */ (await kept());
  if (!(run.step > step)) throw new Error('nothing was kept');
  const lost = (1 - keeping / without) * EVERY; // ms of training a run kept
  console.log(
    `${without.toFixed(2)} steps/s, ${keeping.toFixed(2)} while keeping ${(run.bytes / 1e6).toFixed(1)} MB every ${EVERY} ms: ${lost.toFixed(1)} ms a run, ${((100 * lost) / INTERVAL).toFixed(3)} % of ${INTERVAL / 1000} s`,
  );
}
await browser.close();
process.exit();
