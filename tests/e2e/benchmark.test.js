// Runs alone: it measures the speed of training.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';

const LEAST = 25_000;
const ROUNDS = 7;

test('the benchmark page trains fast enough, and shows the share of the peak', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, `${url}/bench.html`);
  const status = page.getByRole('status');
  await status.getByText('median').waitFor({ timeout: 60_000 });
  t.diagnostic(await status.innerText());
  const result = await page.evaluate(() => /** @type {any} */ (window).benchResult);
  const { charsPerSecond, gflops, peakGflops, share } = result;
  assert.ok(
    charsPerSecond.median >= LEAST,
    `expected ${LEAST} characters a second or more, got ${charsPerSecond.median}`,
  );
  assert.ok(
    gflops.median < peakGflops.median,
    `training reaches ${gflops.median} GFLOP/s of a peak of ${peakGflops.median}`,
  );
  for (const { least, median, greatest } of Object.values(result)) {
    assert.ok(0 < least && least <= median && median <= greatest, JSON.stringify(result));
  }
  const percent = (/** @type {number} */ value) => `${Math.round(100 * value)} %`;
  const shown = `${percent(share.median)} of the peak (${percent(share.least)} to ${percent(share.greatest)})`;
  await status.getByText(shown).waitFor();

  const rows = await page.getByRole('row').allInnerTexts();
  assert.equal(rows.length, 1 + ROUNDS, rows.join('\n'));
});
