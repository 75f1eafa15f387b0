import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moreSteps, reachState } from './support/observe.js';
import { openPost } from './support/widget.js';

test('of steps that are too long one is told, and goes back with half of them by a click', async (t) => {
  const { page } = await openPost(t, '<lstm-playground panels="settings"></lstm-playground>');
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag) =>
    Object.assign(tag, {
      text: 'what it is, and what it seems to be: "not the same", it said.\n'.repeat(40),
      config: { hiddenSize: 16, seqLen: 16, batchSize: 4, learningRate: 10, workers: 1 },
    }),
  );
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page
    .getByText(
      /^The loss is at [\d.]+ bits per character, and a guess would cost 4\.\d\d: the steps/,
    )
    .waitFor();
  await page.getByRole('button', { name: 'Go back to step 0 and halve the learning rate' }).click();
  await reachState(page, 'training');
  await page.waitForFunction(() => {
    const { step: told } = /** @type {any} */ (window).records;
    return told.some(
      (/** @type {any} */ { step }, /** @type {number} */ i) => step < told[i - 1]?.step,
    );
  });
  await moreSteps(page, 2);
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  assert.equal(config.learningRate, 5);
});
