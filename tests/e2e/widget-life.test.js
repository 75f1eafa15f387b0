import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls } from './support/controls.js';
import { moreSteps, records } from './support/records.js';
import { openPost, serve } from './support/browser.js';

const TEXT = 'a tag is a small thing, a tag is a whole thing. '.repeat(10);

/** @param {import('playwright-core').Page} page */
const tagOf = (page) => page.locator('lstm-playground');

test('nothing heavy is loaded before the tag is near, and no worker before Train', async (t) => {
  const { page, served } = await openPost(
    t,
    `<div style="height: 8000px">A long story.</div>
     <lstm-playground preset="rhyme"><p>For those without scripts.</p></lstm-playground>`,
  );
  await page.waitForLoadState('networkidle');
  const early = [...served].filter(([path]) => path.endsWith('.js'));
  const size = early.reduce((sum, [, body]) => sum + body.length, 0);
  assert.ok(size < 13_000, `the tag waits with most of its scripts, got ${size} bytes`);
  assert.ok(![...served.keys()].some((path) => path.endsWith('.wasm')), 'nor the wasm');
  assert.ok(await page.getByText('For those without scripts.').isVisible());

  await tagOf(page).scrollIntoViewIfNeeded();
  await controls(page).train.waitFor();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.getByText('For those without scripts.').isVisible(), false);
  assert.equal((await records(page)).workers, 0, 'no worker is needed to be looked at');
  await controls(page).train.click();
  await moreSteps(page, 2);
  assert.equal((await records(page)).workers, 1);
});

test('a move of the tag keeps its worker', async (t) => {
  const { page } = await openPost(
    t,
    `<div id="here"><lstm-playground text="${TEXT}"></lstm-playground></div><div id="there"></div>`,
  );
  await controls(page).train.click();
  await moreSteps(page, 5);
  await page.evaluate(() => {
    const tag = /** @type {Element} */ (document.querySelector('lstm-playground'));
    document.querySelector('#there')?.append(tag);
  });
  const before = (await records(page)).steps.at(-1)?.step;
  await moreSteps(page, 10);
  const moved = await records(page);
  assert.ok(Number(moved.steps.at(-1)?.step) > Number(before), 'training must continue');
  assert.deepEqual([moved.workers, moved.terminated], [1, 0], 'by the same worker');
});

test('a tag loaded from another host trains', async (t) => {
  const { url } = await serve();
  const { page } = await openPost(t, `<lstm-playground text="${TEXT}"></lstm-playground>`, url);
  await controls(page).train.click();
  await moreSteps(page, 5);
  assert.deepEqual((await records(page)).errors, []);
});
