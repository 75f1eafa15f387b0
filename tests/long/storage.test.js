import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from '../e2e/support/browser.js';
import { controls } from '../e2e/support/controls.js';
import { serveRecorded, testInEveryBrowser } from '../e2e/support/every-browser.js';
import { keptAt, whenKept } from '../e2e/support/kept-runs.js';
import { records } from '../e2e/support/records.js';
import { clear, pages, scenarios } from '../e2e/support/storage-scenarios.js';
import { freeze, kill, tell } from '../e2e/support/tab-faults.js';

const recorded = await serveRecorded(pages);
const { url } = await serve(pages);

for (const { title, path, run } of scenarios) {
  testInEveryBrowser(title, async (page, t) => {
    await page.goto(`${recorded.url}/other.html`);
    await clear(page);
    await page.goto(`${recorded.url}${path}`);
    tell(t, await run(page));
  });
}

test('a page whose process is killed has lost at most ten seconds', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  await controls(page).train.click();
  const first = await keptAt(page, 1);
  const second = await whenKept(page, (run) => run.savedAt > first.savedAt, 'the next checkpoint');
  const between = second.savedAt - first.savedAt;
  t.diagnostic(`kept every ${between} ms`);
  assert.ok(between <= 10_000, `a run is kept every ${between} ms`);
  const { step, ms } = await kill(page, url);
  assert.ok(step >= second.step);
  tell(t, ms);
});

test('a tab that was frozen for twenty seconds keeps its run at its next checkpoint', async (t) => {
  const page = await openPage(t, `${url}/keep.html`);
  await controls(page).train.click();
  const { savedAt } = await keptAt(page, 1);
  const first = await freeze(page, 20_000);
  t.diagnostic(`a step after ${Math.round(first)} ms`);
  const end = performance.now();
  await whenKept(page, (run) => run.savedAt > savedAt, 'the run after the pause');
  const after = performance.now() - end + first;
  assert.ok(after <= 10_000, `kept ${after} ms after the pause`);
  tell(t, after);
  assert.deepEqual((await records(page)).errors, []);
});
