import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls } from './support/controls.js';
import { moreSteps, reachState, records } from './support/records.js';
import { openPage, openPost, serve } from './support/browser.js';

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

test('a move of the tag keeps its worker, and its removal ends the worker', async (t) => {
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

  await page.evaluate(async () => {
    const tag = document.querySelector('lstm-playground');
    tag?.remove();
    Object.assign(window, { tag });
  });
  await page.waitForFunction(() => /** @type {any} */ (window).records.terminated === 1);
  await page.evaluate(() => {
    document.body.append(/** @type {any} */ (window).tag);
  });
  await controls(page).text.waitFor();
  assert.equal(await controls(page).text.inputValue(), TEXT, 'a tag put back has its text');
  await controls(page).train.click();
  await moreSteps(page, 2);
  assert.equal((await records(page)).workers, 2);
});

test('two tags on one page learn side by side', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, `${url}/embed.html`);
  const tags = [tagOf(page).nth(0), tagOf(page).nth(1)];
  const steps = (/** @type {number} */ i) =>
    page.evaluate((i) => {
      const tag = document.querySelectorAll('lstm-playground')[i];
      const { step } = /** @type {any} */ (window).records;
      return step.findLast((/** @type {any} */ { target }) => target === tag)?.step ?? 0;
    }, i);
  for (const tag of tags) {
    await tag.scrollIntoViewIfNeeded();
    await controls(tag).train.click();
    await controls(tag).state.getByText('Training').waitFor();
  }
  await moreSteps(page, 20);
  const first = await steps(0);
  assert.ok(first > 0 && (await steps(1)) > 0, `both must learn: ${first}, ${await steps(1)}`);

  await controls(tags[0]).pause.click();
  await reachState(page, 'paused');
  const [paused, other] = [await steps(0), await steps(1)];
  await moreSteps(page, 10);
  assert.equal(await steps(0), paused, 'the first one is paused');
  assert.ok((await steps(1)) > other, 'the second one continues');
  assert.equal((await records(page)).workers, 2, 'each has a worker of its own');
});

test('a tag loaded from another host trains', async (t) => {
  const { url } = await serve();
  const { page } = await openPost(t, `<lstm-playground text="${TEXT}"></lstm-playground>`, url);
  await controls(page).train.click();
  await moreSteps(page, 5);
  assert.deepEqual((await records(page)).errors, []);
});
