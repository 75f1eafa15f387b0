import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moreSteps, reachState } from './support/records.js';
import { openPost } from './support/browser.js';

test('advice about too large a learning rate offers to halve it from an earlier step', async (t) => {
  const { page } = await openPost(t, '<lstm-playground panels="settings"></lstm-playground>');
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag) =>
    Object.assign(tag, {
      text: 'what it is, and what it seems to be: "not the same", it said.\n'.repeat(40),
      config: {
        hiddenSize: 64,
        seqLen: 32,
        batchSize: 8,
        learningRate: 10,
        schedule: 'constant',
        patience: 0,
        workers: 1,
      },
    }),
  );
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page
    .getByText(
      /^(Worse than pure guessing|Its guesses got worse, from) .* bits\)?: its steps are too large\.$/,
    )
    .waitFor();
  await page.getByRole('button', { name: /^Back to step [\d,]+, half the rate$/ }).click();
  await reachState(page, 'training');
  await page.waitForFunction(() => {
    const { step: reports } = /** @type {any} */ (window).records;
    return reports.some(
      (/** @type {any} */ { step }, /** @type {number} */ i) => step < reports[i - 1]?.step,
    );
  });
  await moreSteps(page, 2);
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  assert.equal(config.learningRate, 5);
});
