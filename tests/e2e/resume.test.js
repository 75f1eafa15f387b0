import assert from 'node:assert/strict';
import { covering, PRODUCT } from '../www/support/resume.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { checkResumeIn } from './support/resume-in-page.js';
import { post } from './support/site.js';

const cases = covering(PRODUCT);
const tag = (/** @type {number} */ workers) =>
  post(`<lstm-playground workers="${workers}"></lstm-playground>`);
const { url } = await serveRecorded({ '/1.html': tag(1), '/2.html': tag(2) });

for (const workers of [1, 2]) {
  testInEveryBrowser(
    `runs of every cell, number of layers and optimiser go on with ${workers} workers`,
    async (page, t) => {
      await page.goto(`${url}/${workers}.html`);
      for (const settings of cases) {
        t.diagnostic(Object.values(settings).join(' '));
        await checkResumeIn(page, settings);
      }
      const started = await page.evaluate(() => /** @type {any} */ (window).records.workers.length);
      assert.equal(started, workers * cases.length);
    },
  );
}
