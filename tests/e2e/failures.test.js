import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, openTab } from './support/controls.js';
import { moreSteps, reachState, records } from './support/records.js';
import {
  assertAgrees,
  LARGE,
  modelOf,
  openGradientCheck,
  readReport,
} from './support/gradient-check.js';
import { openPage, serve } from './support/browser.js';

const { url } = await serve();
const TEXT = 'if it breaks, say so; if it is lost, begin again. '.repeat(20);

/** @typedef {import('playwright-core').Page} Page */

/** @param {import('node:test').TestContext} t */
async function openTraining(t) {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.fill(TEXT);
  await openTab(page, 'Settings');
  await page.getByLabel('Hidden size', { exact: true }).fill('8');
  await ui.train.click();
  await moreSteps(page, 5);
  return { page, ui };
}

/** @param {Page} page */
const workerOf = (page) => page.workers()[0];

/** @type {{what: string, reason: RegExp, kill: (page: Page) => unknown}[]} */
const deaths = [
  {
    what: 'by an error',
    reason: /its legs gave way/,
    kill: (page) =>
      workerOf(page).evaluate(() => {
        setTimeout(() => {
          throw new Error('its legs gave way');
        });
      }),
  },
  {
    what: 'by a trap in the wasm',
    reason: /its code failed, perhaps for want of memory \(unreachable\)/,
    // Every slice of training reads the clock.
    kill: (page) =>
      workerOf(page).evaluate(() => {
        performance.now = () => {
          throw new WebAssembly.RuntimeError('unreachable');
        };
      }),
  },
  {
    what: 'in silence',
    reason: /silent for 4 seconds/,
    kill: (page) =>
      page.evaluate(() => {
        const [worker] = /** @type {any} */ (window).records.workers;
        Object.getPrototypeOf(Object.getPrototypeOf(worker)).terminate.call(worker);
      }),
  },
];

for (const { what, reason, kill } of deaths) {
  test(`a worker that dies ${what} is replaced, and training continues`, async (t) => {
    const { page, ui } = await openTraining(t);
    await kill(page);
    await ui.notice.filter({ hasText: reason }).waitFor();
    const sentence =
      /^The training worker stopped: .*\. Training continued from step [\d,]+\.(?: You can no longer go back to the steps before it\.)?$/;
    assert.match(await ui.notice.innerText(), sentence);
    await ui.state.getByText(/^Training(,|$)/).waitFor();
    assert.equal(await ui.error.isVisible(), false);
    const { errors, states, terminated } = await records(page);
    assert.deepEqual(
      errors.map(({ name }) => name),
      ['WorkerDiedError'],
    );
    assert.match(errors[0].message, sentence);
    assert.equal(states.at(-1), 'training');
    assert.equal(terminated, 1, 'the old worker is ended');
    assert.equal(await ui.text.inputValue(), TEXT);
    assert.equal(await page.getByLabel('Hidden size', { exact: true }).inputValue(), '8');

    await moreSteps(page, 5);
    const { steps, workers } = await records(page);
    assert.equal(workers, 2, 'a new worker is started');
    assert.ok(Number.isFinite(steps.at(-1)?.loss));
    await ui.pause.click();
    await ui.notice.waitFor({ state: 'hidden' });
  });
}

test('a third death of a paused model stops the run with a message, and Train resumes it', async (t) => {
  const { page, ui } = await openTraining(t);
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  for (const death of [1, 2, 3]) {
    await deaths[0].kill(page);
    await page.waitForFunction(
      (death) => /** @type {any} */ (window).records.error.length === death,
      death,
    );
  }
  const sentence =
    /^The training worker stopped again near step [\d,]+: .*\. Train tries again from step ([\d,]+); Reset starts over\.$/;
  await ui.error.filter({ hasText: 'stopped again' }).waitFor();
  const message = await ui.error.innerText();
  assert.match(message, sentence);
  const saved = Number(sentence.exec(message)?.[1].replaceAll(',', ''));
  await ui.state.getByText('Stopped').waitFor();
  assert.equal(await ui.text.inputValue(), TEXT);
  await ui.train.click();
  await moreSteps(page, 5);
  await ui.error.waitFor({ state: 'hidden' }); // training works again
  const { steps, workers } = await records(page);
  assert.ok(Number(steps.at(-1)?.step) > saved);
  assert.equal(workers, 4);
});

for (const { what, reason, kill } of deaths) {
  test(`a worker that dies ${what} in a gradient check leaves no incomplete result`, async (t) => {
    const { page, ui, panel } = await openGradientCheck(t, LARGE);
    await ui.checkGradients.click();
    await ui.verdict.getByText('Comparing.').waitFor();
    const at = Date.now();
    await kill(page);
    await ui.notice.filter({ hasText: reason }).waitFor();
    await ui.state.getByText('Paused').waitFor();
    t.diagnostic(`paused again after ${((Date.now() - at) / 1000).toFixed(1)} s`);
    await ui.verdict.getByText('Comparing.').waitFor({ state: 'hidden' });
    assert.equal(await panel.locator('progress').isVisible(), false, 'nothing is compared now');
    await ui.train.click();
    await moreSteps(page, 3);
    await ui.pause.click();
    await ui.checkGradients.click();
    assertAgrees(await readReport(page), modelOf(LARGE));
    const { errors, workers } = await records(page);
    assert.deepEqual([errors.map(({ name }) => name), workers], [['WorkerDiedError'], 2]);
  });
}

/** Steps so large that the gradients overflow after a while. */
const WILD = {
  optimizer: 'adamw',
  learningRate: 10,
  gradClip: 0,
  numLayers: 3,
  dropout: 0,
  hiddenSize: 32,
  seqLen: 64,
  batchSize: 1,
};

/** @param {import('node:test').TestContext} t */
async function openRunAway(t) {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.fill(TEXT);
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag, config) => {
    tag.config = config;
  }, WILD);
  await ui.train.click();
  const message =
    /not finite; the last good weights, from step \d+, are restored: lower the learning/;
  await ui.error.filter({ hasText: message }).waitFor();
  await reachState(page, 'paused');
  return { page, ui };
}

test('a non-finite loss stops the training with a message until Reset', async (t) => {
  const { page, ui } = await openRunAway(t);
  const { steps, errors } = await records(page);
  assert.deepEqual(
    errors.map(({ name }) => name),
    ['NotFiniteError'],
  );
  assert.ok(
    steps.every(({ loss }) => Number.isFinite(loss)),
    'every reported loss is finite',
  );
  assert.equal(await ui.text.inputValue(), TEXT);
  await ui.write.click();
  await ui.sample.locator('pre.sample').filter({ hasText: /\w/ }).waitFor();
  await openTab(page, 'Settings');
  await page.getByLabel('Learning rate', { exact: true }).fill('0.001');
  await ui.reset.click();
  await ui.train.click();
  await moreSteps(page, 10);
  assert.equal((await records(page)).errors.length, 1, 'no other error is reported');
});

test('one click after a rollback halves the learning rate and resumes training', async (t) => {
  const { page } = await openRunAway(t);
  const { steps } = await records(page);
  await page.getByText('The last good weights are back.').waitFor();
  await page.getByRole('button', { name: 'Go on at half the rate' }).click();
  await page.waitForFunction((before) => {
    const { step, error } = /** @type {any} */ (window).records;
    return step.length > before || error.length > 1;
  }, steps.length);
  const { learningRate } = await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ tag) => tag.config);
  assert.equal(learningRate, 5);
});

test('training resumes after a rollback with the remedy that the message names', async (t) => {
  const { page, ui } = await openRunAway(t);
  const { steps } = await records(page);
  await openTab(page, 'Settings');
  await page.getByLabel('Learning rate', { exact: true }).fill('0.001');
  await ui.train.click();
  await page.waitForFunction((wanted) => {
    const { step, error } = /** @type {any} */ (window).records;
    return step.length >= wanted || error.length > 1;
  }, steps.length + 20);
  const { errors, workers } = await records(page);
  assert.equal(errors.length, 1, `no other error is reported: ${errors.at(-1)?.message}`);
  assert.equal(workers, 1, 'the worker of the sound model stays');
});
