import { test } from 'node:test';
import { openPost } from '../e2e/support/browser.js';
import { checkResumeIn } from '../e2e/support/resume-in-page.js';
import { checkTour } from '../www/support/native-runs.js';
import { PRODUCT } from '../www/support/resume.js';

for (const workers of [1, 2]) {
  test(`the runs of all settings go on in a page with ${workers} workers`, async (t) => {
    const { page } = await openPost(t, `<lstm-playground workers="${workers}"></lstm-playground>`);
    for (const settings of PRODUCT) await checkResumeIn(page, settings);
  });
}

test('the runs of all settings go on natively', async () => {
  for (const settings of PRODUCT) await checkTour(settings);
});
