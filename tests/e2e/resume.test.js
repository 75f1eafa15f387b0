import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covering, PRODUCT } from '../www/support/resume.js';
import { openPost } from './support/browser.js';
import { checkResumeIn } from './support/resume-in-page.js';

const cases = covering(PRODUCT);

for (const workers of [1, 2]) {
  test(`runs of every cell, number of layers and optimiser go on in a page with ${workers} workers`, async (t) => {
    const { page } = await openPost(t, `<lstm-playground workers="${workers}"></lstm-playground>`);
    for (const settings of cases) {
      t.diagnostic(Object.values(settings).join(' '));
      await checkResumeIn(page, settings);
    }
    const started = await page.evaluate(() => /** @type {any} */ (window).records.workers.length);
    assert.equal(started, workers * cases.length);
  });
}
