import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPost } from '../e2e/support/browser.js';
import { controls } from '../e2e/support/controls.js';
import { records } from '../e2e/support/records.js';

/** A browser that says so, on any machine. */
const EIGHT_CORES = `<script>
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 8 });
</script>`;
const TEXT = 'Many hands make light work, and the same work. '.repeat(100);
/** Milliseconds for a hundred steps on a busy machine. */
const PATIENCE = 120_000;
/** Models whose steps are worth sharing, and are not. */
const CONFIGS = {
  large: { hiddenSize: 256, batchSize: 32, seqLen: 16, numLayers: 1, patience: 0 },
  small: { hiddenSize: 16, batchSize: 32, seqLen: 16, numLayers: 1, patience: 0 },
};

/**
 * Characters a second of a run with the chosen number of workers, or with as many as it finds best;
 * and that number.
 *
 * @param {import('node:test').TestContext} t
 * @param {object} config
 */
async function speedOf(t, config) {
  const { page } = await openPost(t, `${EIGHT_CORES}<lstm-playground></lstm-playground>`);
  await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ tag, given) => Object.assign(tag, given), { text: TEXT, config });
  await controls(page).train.click();
  // A number of workers is found, or chosen, once many steps have it; a trial takes fewer.
  await page.waitForFunction(
    ([steps, milliseconds]) => {
      const { step, workers, terminated } = /** @type {any} */ (globalThis).records;
      const last = step.at(-1);
      const since = step.findLast((/** @type {any} */ { workers }) => workers !== last.workers);
      const from = since ?? step[0];
      return (
        last?.at - from?.at > milliseconds &&
        last.step - from.step > steps &&
        last.workers === workers.length - terminated
      );
    },
    [100, 3000],
    { timeout: PATIENCE },
  );
  const { steps } = await records(page);
  const { charsPerSecond, workers } = steps[steps.length - 1];
  await page.close();
  return { charsPerSecond, workers };
}

for (const [what, config] of Object.entries(CONFIGS)) {
  test(`a run of a ${what} model keeps the number of workers that is fastest`, async (t) => {
    const found = await speedOf(t, config);
    const speeds = [];
    for (const workers of new Set([1, 2, 4, found.workers])) {
      const speed = await speedOf(t, { ...config, workers });
      assert.equal(speed.workers, workers, 'a chosen number is kept');
      speeds.push(speed);
    }
    const figures = [found, ...speeds].map(
      ({ charsPerSecond, workers }) => `${Math.round(charsPerSecond)} with ${workers}`,
    );
    t.diagnostic(`characters a second: ${figures[0]} found; ${figures.slice(1).join(', ')} chosen`);
    const chosen = speeds.find(({ workers }) => workers === found.workers);
    const best = Math.max(...speeds.map(({ charsPerSecond }) => charsPerSecond));
    assert.ok(Number(chosen?.charsPerSecond) >= 0.9 * best, figures.join(', '));
  });
}
