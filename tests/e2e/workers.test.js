import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { openPage, openPost, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { moreSteps, reachStep, records } from './support/records.js';
import { assertSoon } from './support/soon.js';

const { url } = await serve();
const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

/** Large enough that sharing pays, with steps short enough for a test. */
const SHARED = { hiddenSize: 256, batchSize: 32, seqLen: 16, numLayers: 1, learningRate: 0.001 };
/** Small, with a batch that four workers can share. */
const SMALL = {
  hiddenSize: 24,
  batchSize: 32,
  seqLen: 12,
  numLayers: 2,
  dropout: 0.1,
  learningRate: 0.005,
};
const TEXT = 'Many hands make light work, and the same work. '.repeat(100);

/** A browser that says so, on any machine. */
const EIGHT_CORES = `<script>
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 8 });
</script>`;

/** @typedef {import('playwright-core').Page} Page */

/**
 * @param {import('node:test').TestContext} t
 * @param {object} config
 */
async function openTraining(t, config) {
  const page = await openPage(t, `${url}/index.html`);
  await tagOf(page).evaluate(
    (/** @type {any} */ tag, { text, config }) => Object.assign(tag, { text, config }),
    { text: TEXT, config },
  );
  await controls(page).train.click();
  return page;
}

/** @param {Page} page */
const tagOf = (page) => page.locator('lstm-playground');

/**
 * Waits for a step that so many workers shared.
 *
 * @param {Page} page
 * @param {number} count
 */
function reachWorkers(page, count) {
  return page.waitForFunction(
    (count) => /** @type {any} */ (window).records.step.at(-1)?.workers === count,
    count,
  );
}

/**
 * @param {Page} page
 * @param {number} index in the order of their starts
 */
function throwIn(page, index) {
  return page.workers()[index].evaluate(() => {
    setTimeout(() => {
      throw new Error('its legs gave way');
    });
  });
}

/**
 * Asserts that no error was reported, no step was repeated, and training continues.
 *
 * @param {Page} page
 */
async function assertWentOn(page) {
  const { errors, steps, states } = await records(page);
  assert.deepEqual(errors, []);
  for (let i = 1; i < steps.length; i++) {
    const [before, { step }] = [steps[i - 1].step, steps[i]];
    assert.ok(step > before, `step ${step} after ${before}`);
  }
  const [first, last] = [steps[0].bitsPerChar, steps[steps.length - 1].bitsPerChar];
  assert.ok(last < first, `from ${first} to ${last} bits`);
  assert.equal(states.at(-1), 'training');
}

/**
 * The hash of the weights in a leading worker.
 *
 * @param {Page} page
 * @param {number} index of the worker, in the order of their starts
 * @returns {Promise<string>}
 */
function weightsHash(page, index) {
  return page.evaluate(
    (index) =>
      new Promise((resolve) => {
        const worker = /** @type {Worker} */ (/** @type {any} */ (window).records.workers[index]);
        const id = -1; // no request of the page has it
        worker.addEventListener('message', ({ data }) => data.id === id && resolve(data.result));
        worker.postMessage({ id, type: 'weightsHash' });
      }),
    index,
  );
}

test('the chosen number of workers share a step', async (t) => {
  const page = await openTraining(t, { ...SHARED, workers: 3 });
  await reachWorkers(page, 3);
  await assertSoon(async () => assert.equal(page.workers().length, 3));
  await moreSteps(page, 5);
  await assertWentOn(page);
  await controls(page).reset.click();
  await page.waitForFunction(() => /** @type {any} */ (window).records.terminated === 3);
});

test('a replica that dies leaves its share to the leading worker', async (t) => {
  const page = await openTraining(t, { ...SHARED, workers: 2 });
  await reachWorkers(page, 2);
  await throwIn(page, 1);
  await reachWorkers(page, 1);
  await moreSteps(page, 5);
  await assertWentOn(page);
});

test('the replica below one that dies follows the leading worker', async (t) => {
  const page = await openTraining(t, { ...SHARED, workers: 4 });
  await reachWorkers(page, 4);
  await throwIn(page, 2); // above the last one
  await page.waitForFunction(() => /** @type {any} */ (window).records.terminated === 1);
  await moreSteps(page, 5);
  await reachWorkers(page, 3);
  await assertWentOn(page);
});

for (const count of [1, 2, 4]) {
  test(`a death at step 300 of 500 changes no bit with ${count} workers`, async (t) => {
    const page = await openTraining(t, { ...SMALL, workers: count });
    const ui = controls(page);
    await reachStep(page, 100);
    await ui.pause.click(); // with a checkpoint
    await ui.state.getByText('Paused').waitFor();
    const paused = (await records(page)).steps.at(-1)?.step;
    await ui.train.click();
    await reachStep(page, 300);
    await throwIn(page, 0);
    await ui.notice.waitFor();
    const notice = await ui.notice.innerText();
    const [, from] =
      /^The training worker stopped: Uncaught Error: its legs gave way\. Training continued from step (\d+)\. You can no longer go back to the steps before it\.$/.exec(
        notice,
      ) ?? assert.fail(notice);
    assert.ok(Number(from) >= Number(paused), 'from the pause, or later on a busy machine');
    await ui.state.getByText('Training').waitFor();
    await ui.error.waitFor({ state: 'hidden' });
    await reachWorkers(page, count);
    const last = await tagOf(page).evaluate(async (/** @type {any} */ tag) => {
      const { step } = /** @type {any} */ (window).records;
      const now = () => step.at(-1).step;
      while (now() < 450) await new Promise((resolve) => setTimeout(resolve, 1));
      await tag.pause();
      while (now() < 500) await tag.step();
      return now();
    });
    const uninterrupted = new Playground(TEXT, SMALL);
    uninterrupted.trainSteps(last);
    assert.equal(await weightsHash(page, count), uninterrupted.weightsHash());
    const { errors, workers } = await records(page);
    assert.deepEqual([errors.map(({ name }) => name), workers], [['WorkerDiedError'], 2 * count]);
    await ui.write.click(); // the new worker answers all other requests as well
    await ui.sample.locator('pre.sample').filter({ hasText: /\w/ }).waitFor();
  });
}

// A measurement decides how many each has; tests/www/shared-cores.test.js asserts their numbers where
// the leading workers say how many they want.
test('three training tags on eight cores never have more than seven workers', async (t) => {
  const tag = `<lstm-playground text="${TEXT}" hidden-size="24" batch-size="32" seq-len="12"
    patience="0" panels="text curve"></lstm-playground>`;
  const { page } = await openPost(t, `${EIGHT_CORES}${tag.repeat(3)}`);
  const tags = page.locator('lstm-playground');
  for (const index of [0, 1, 2]) {
    await tags.nth(index).evaluate((/** @type {any} */ tag) => tag.train());
    await page.waitForFunction((index) => {
      const { step } = /** @type {any} */ (window).records;
      const tag = document.querySelectorAll('lstm-playground')[index];
      return step.some((/** @type {any} */ { target }) => target === tag);
    }, index);
  }
  await moreSteps(page, 50);
  const most = await page.evaluate(() => /** @type {any} */ (window).records.most);
  assert.ok(most <= 7, `${most} workers at once`);
  assert.deepEqual((await records(page)).errors, []);
});
