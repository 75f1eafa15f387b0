import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { controls, openTab } from './support/controls.js';
import { reachStep, records } from './support/records.js';
import { openPage, serve } from './support/browser.js';

const { url } = await serve();
const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });
const TEXT = 'the miller has a mill, the miller has a wheel, and round and round they go. '.repeat(
  20,
);

/** @param {import('node:test').TestContext} t */
async function openWithText(t) {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.fill(TEXT);
  // A quick machine learns so short a text by heart, and would stop before a test has looked.
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => {
    tag.config = { ...tag.config, patience: 0 };
  });
  return { page, ui };
}

/** @param {import('playwright-core').Page} page */
const configOf = (page) =>
  page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => tag.config);

test('Step makes one step, and pauses do not affect the result', async (t) => {
  const { page, ui } = await openWithText(t);
  await openTab(page, 'Settings');
  await page.getByLabel('Hidden size', { exact: true }).fill('16');
  for (const end of [50, 100]) {
    await ui.train.click();
    await reachStep(page, end);
    await ui.pause.click();
    await ui.state.getByText('Paused').waitFor();
  }
  const before = (await records(page)).steps;
  await ui.step.click();
  await reachStep(page, (before.at(-1)?.step ?? 0) + 1);
  const { steps } = await records(page);
  const last = steps[before.length];
  assert.equal(steps.length, before.length + 1, 'one step must be reported once');
  assert.equal(last.step, (before.at(-1)?.step ?? 0) + 1, 'Step must make one step');

  const config = await configOf(page);
  const inOneGo = new Playground(TEXT, config);
  inOneGo.trainSteps(last.step - 1);
  const expected = inOneGo.trainSteps(1);
  assert.equal(last.loss, expected.loss, 'the loss must equal that of uninterrupted training');
  assert.equal(last.gradNorm, expected.gradNorm, 'and so must the gradient');
});

test('Reset forgets what was learnt and keeps the text', async (t) => {
  const { page, ui } = await openWithText(t);
  await ui.step.click();
  await reachStep(page, 1);
  await ui.step.click();
  await reachStep(page, 2);
  await ui.reset.click();
  await ui.state.getByText('Ready').waitFor();
  assert.equal(await ui.figures.steps.innerText(), '0');
  assert.equal(await ui.text.inputValue(), TEXT);
  await ui.step.click();
  await ui.figures.steps.getByText('1', { exact: true }).waitFor();
  const { steps } = await records(page);
  const [first, , again] = steps;
  assert.equal(again.step, 1);
  assert.equal(again.loss, first.loss, 'the same seed must begin with the same weights');
});

test('Write continues the prompt, and the same seed gives the same text', async (t) => {
  const { page, ui } = await openWithText(t);
  await ui.train.click();
  await reachStep(page, 20);
  await ui.pause.click();
  await ui.prompt.fill('the mill');
  await openTab(page, 'Writing');
  const history = page.locator('.history pre');
  /** @param {string} seed */
  const generate = async (seed) => {
    const count = await history.count();
    await page.getByLabel('Sampling seed').fill(seed);
    await ui.write.click();
    await history.nth(count).waitFor({ state: 'attached' });
    return String(await history.nth(count).textContent());
  };
  await ui.state.getByText('Paused').waitFor();
  const [first, same, other] = [await generate('7'), await generate('7'), await generate('8')];
  assert.ok(first.startsWith('the mill'), `the sample must begin with the prompt, got: ${first}`);
  assert.ok(first.length > 'the mill'.length + 100, `200 characters must follow, got: ${first}`);
  assert.equal(same, first, 'the same seed must give the same text');
  assert.notEqual(other, first, 'another seed must give another text');
});
