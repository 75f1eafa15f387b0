import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';

const LEAST = 25_000;

test('the benchmark page trains fast enough, and shows the share of the peak', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, `${url}/bench.html`);
  await page
    .getByRole('status')
    .getByText(/^Median/)
    .waitFor({ timeout: 60_000 });
  t.diagnostic(await page.getByRole('status').innerText());
  const result = await page.evaluate(() => /** @type {any} */ (window).benchResult);
  const { charsPerSecond, gflops, peakGflops, share } = result;
  assert.ok(
    charsPerSecond >= LEAST,
    `expected ${LEAST} characters a second or more, got ${charsPerSecond}`,
  );
  assert.ok(gflops > 0 && gflops < peakGflops, `${gflops} GFLOP/s of a peak of ${peakGflops}`);
  assert.ok(Math.abs(share - gflops / peakGflops) < 1e-9, `the share shown is ${share}`);
});
