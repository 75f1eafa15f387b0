import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls } from './support/controls.js';
import { moreSteps, records } from './support/records.js';
import { openPage, serve } from './support/browser.js';

const { url } = await serve();

/** Large enough to be worth the sharing, with steps short enough for a test. */
const CONFIG = { hiddenSize: 256, batchSize: 32, seqLen: 16, numLayers: 1, learningRate: 0.001 };
const TEXT = 'Many hands make light work, and the same work. '.repeat(100);

/** @typedef {import('playwright-core').Page} Page */

/** @param {import('node:test').TestContext} t @param {number} workers */
async function openShared(t, workers) {
  const page = await openPage(t, `${url}/index.html`);
  await page.evaluate(
    ({ text, config }) => {
      const playground = /** @type {any} */ (document.querySelector('lstm-playground'));
      playground.text = text;
      playground.config = config;
    },
    { text: TEXT, config: { ...CONFIG, workers } },
  );
  await controls(page).train.click();
  await reachWorkers(page, workers);
  return page;
}

/** Waits for a step that so many workers shared. @param {Page} page @param {number} count */
function reachWorkers(page, count) {
  return page.waitForFunction(
    (count) => /** @type {any} */ (window).records.step.at(-1)?.workers === count,
    count,
  );
}

/** @param {Page} page @param {number} index in the order in which they were started */
function throwIn(page, index) {
  return page.workers()[index].evaluate(() => {
    setTimeout(() => {
      throw new Error('its legs gave way');
    });
  });
}

/** No error, no step done twice or left out, and still training. @param {Page} page */
async function assertWentOn(page) {
  const { errors, steps, states } = await records(page);
  assert.deepEqual(errors, []);
  for (let i = 1; i < steps.length; i++) {
    assert.ok(
      steps[i].step > steps[i - 1].step,
      `step ${steps[i].step} after ${steps[i - 1].step}`,
    );
  }
  const [first, last] = [steps[0].bitsPerChar, steps[steps.length - 1].bitsPerChar];
  assert.ok(last < first, `from ${first} to ${last} bits`);
  assert.equal(states.at(-1), 'training');
}

test('a step is shared by as many workers as were asked for', async (t) => {
  const page = await openShared(t, 3);
  assert.equal(page.workers().length, 3);
  await moreSteps(page, 5);
  await assertWentOn(page);
  await controls(page).reset.click();
  await page.waitForFunction(() => /** @type {any} */ (window).records.terminated === 3);
});

test('a helper that dies is not missed', async (t) => {
  const page = await openShared(t, 2);
  await throwIn(page, 1);
  await reachWorkers(page, 1);
  await moreSteps(page, 5);
  await assertWentOn(page);
});

test('when the leading worker dies, another takes over where it was', async (t) => {
  const page = await openShared(t, 3);
  const before = (await records(page)).steps.at(-1)?.step ?? 0;
  await throwIn(page, 0);
  await page.waitForFunction(() => /** @type {any} */ (window).records.terminated === 1);
  await reachWorkers(page, 2);
  await moreSteps(page, 5);
  await assertWentOn(page);
  assert.ok(((await records(page)).steps.at(-1)?.step ?? 0) > before);
  await controls(page).pause.click();
  await controls(page).write.click(); // the heir answers everything else as well
  await controls(page).step.click();
  await moreSteps(page, 1);
});
