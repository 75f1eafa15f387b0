import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { controls, openTab } from './support/controls.js';
import { moreSteps, reachStep } from './support/records.js';
import { openPage, serve } from './support/browser.js';

const MAX_WASM = 121_000;
const MAX_FIRST_LOAD = 200_000;
/** The limit of the code that prints, which follows once the page is idle. */
const MAX_PRINT = 6_500;

/**
 * The bytes that a static host sends.
 *
 * @param {Buffer} body
 */
const gzippedSize = (body) => gzipSync(body, { level: 9 }).length;

/** @param {Iterable<[string, Buffer]>} bodies */
const listOf = (bodies) =>
  [...bodies].map(([path, body]) => `\n  ${path} ${gzippedSize(body)}`).join('');

test('a page with all its parts loaded makes no further request during use', async (t) => {
  const { url, served } = await serve();
  const page = await openPage(t, 'about:blank');
  /** @type {string[]} */
  const requests = [];
  page.context().on('request', (request) => {
    // The content of a blob: or data: address is already in the page.
    if (!/^(blob|data|about):/.test(request.url())) requests.push(request.url());
  });
  await page.goto(`${url}/index.html`);
  await page.waitForLoadState('networkidle');
  assert.ok(requests.length > 3, `the load itself must have been seen, got ${requests}`);
  const ui = controls(page);
  await ui.step.click();
  for (const [tab, section] of [
    ['One unit', '.inspection'],
    ['Race', '.experiments'],
    ['Cell', '.set'],
  ]) {
    await openTab(page, tab);
    await page.locator(`${section}:not(.unloaded)`).waitFor();
  }
  requests.length = 0;
  served.clear();

  await ui.train.click();
  await reachStep(page, 60);
  await ui.pause.click();
  await ui.write.click();
  await ui.sample.getByText(/^after [\d,]+ steps?, (best, )?seed/).waitFor();
  await ui.reset.click();
  await ui.state.getByText('Ready').waitFor();
  await page.getByText('Names', { exact: true }).click();
  await ui.train.click();
  await moreSteps(page, 20);
  await ui.pause.click();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(requests, [], 'no request may leave the page after its load');
  assert.deepEqual([...served.keys()], [], 'nor may one of its worker');
});

test('the wasm and the first load are small', async (t) => {
  const { url, served } = await serve();
  const page = await openPage(t, `${url}/index.html`);
  await page.locator('section.live:not(.unloaded)').waitFor();
  await page.locator('.on-paper').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  const wasm = [...served].filter(([path]) => path.endsWith('.wasm'));
  assert.equal(wasm.length, 1, `one wasm file must be loaded, got${listOf(served)}`);
  const wasmSize = gzippedSize(wasm[0][1]);
  const begin = [...served.keys()].findIndex((path) => path.includes('/paper-'));
  const [first, printing] = [[...served].slice(0, begin), [...served].slice(begin)];
  const parts = first
    .map(([path]) => path)
    .filter((path) => /inspection|experiments|check|set-tabs|export|python/.test(path));
  assert.deepEqual(parts, [], 'parts out of sight are loaded later');
  const sizeOf = (/** @type {typeof first} */ files) =>
    files.reduce((sum, [, body]) => sum + gzippedSize(body), 0);
  const total = sizeOf(first);
  t.diagnostic(`gzipped: wasm ${wasmSize}, first load ${total} bytes${listOf(new Map(first))}`);
  assert.ok(wasmSize <= MAX_WASM, `the wasm may have ${MAX_WASM} bytes gzipped, got ${wasmSize}`);
  assert.ok(
    total <= MAX_FIRST_LOAD,
    `the first load may have ${MAX_FIRST_LOAD} bytes gzipped, got ${total}:${listOf(served)}`,
  );
  const print = sizeOf(printing);
  t.diagnostic(`gzipped: the code that prints ${print} bytes`);
  assert.ok(print > 0 && print <= MAX_PRINT, `at most ${MAX_PRINT} bytes follow, got ${print}`);
});
