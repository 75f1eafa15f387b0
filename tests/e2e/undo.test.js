import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { formatCount } from '../../www/src/lib/format.js';
import { controls, openTab } from './support/controls.js';
import { firstReport, moreSteps, reachStep, records } from './support/records.js';
import { openPage, serve } from './support/browser.js';
import { assertSoon } from './support/soon.js';

const { url } = await serve();
const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const TEXT = 'to do a thing is one thing, to undo it is another thing. '.repeat(40);
const CONFIG = { hiddenSize: 24, seqLen: 16, batchSize: 4, patience: 0, workers: 1 };

/** @typedef {import('playwright-core').Page} Page */

/** @param {import('node:test').TestContext} t */
async function openTrained(t, step = 100) {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.waitFor();
  await page.locator('lstm-playground').evaluate((tag, chosen) => Object.assign(tag, chosen), {
    text: TEXT,
    config: CONFIG,
  });
  await ui.train.click();
  await reachStep(page, step);
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  const chip = (/** @type {string} */ name) => page.getByRole('button', { name, exact: true });
  const shownStep = async () => Number((await ui.figures.steps.innerText()).replaceAll(',', ''));
  return { page, ui, undo, chip, shownStep };
}

/** @param {Page} page */
const configOf = (page) =>
  page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => tag.config);

/**
 * Makes a step, which must be that of a training without a break.
 *
 * @param {Page} page
 */
async function assertSameBits(page) {
  const before = (await records(page)).steps.length;
  await controls(page).step.click();
  await page.waitForFunction(
    (before) => /** @type {any} */ (window).records.step.length > before,
    before,
  );
  const { steps } = await records(page);
  const last = steps[before];
  const config = await configOf(page);
  const inOneGo = new Playground(TEXT, config);
  inOneGo.trainSteps(last.step - 1);
  const { loss, gradNorm } = inOneGo.trainSteps(1);
  assert.deepEqual([last.loss, last.gradNorm], [loss, gradNorm], `of step ${last.step}`);
}

test('an example restarts a paused network, and Undo brings text, settings and bits back', async (t) => {
  const { page, ui, undo, chip, shownStep } = await openTrained(t);
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  const step = await shownStep();
  const learnt = await ui.figures.training.innerText();
  await chip('Names').click();
  await ui.state.getByText('Ready').waitFor();
  await ui.coach
    .getByText(`Ready to start with Names. Kept for Undo: ${formatCount(step, 'step')}.`)
    .waitFor();
  await assertSoon(async () => assert.equal(await shownStep(), 0));
  await openTab(page, 'Settings');
  await page.getByLabel('Hidden size', { exact: true }).fill('8');
  await undo.click();
  await ui.state.getByText('Paused').waitFor();
  await assertSoon(async () => {
    assert.equal(await ui.text.inputValue(), TEXT);
    assert.equal(await page.getByLabel('Hidden size', { exact: true }).inputValue(), '24');
    assert.deepEqual([await shownStep(), await ui.figures.training.innerText()], [step, learnt]);
  });
  await undo.waitFor({ state: 'hidden' });
  await assertSameBits(page);
});

test('a training network goes on with the new text, and with the old one after Undo', async (t) => {
  const { page, ui, undo, chip, shownStep } = await openTrained(t);
  await chip('Dates').click();
  await chip('Sums').click();
  await ui.coach.getByText(/^Restarted with Sums\./).waitFor();
  await ui.state.getByText('Training').waitFor();
  const { workers } = await records(page);
  await moreSteps(page, 2);
  await undo.click();
  await page.waitForFunction(() => {
    const { step } = /** @type {any} */ (window).records;
    return step.at(-1).step > 100;
  });
  assert.equal(await ui.text.inputValue(), TEXT);
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  assert.ok((await shownStep()) > 100);
  await assertSameBits(page);
  const { terminated, errors, workers: all } = await records(page);
  assert.ok(workers >= 2);
  assert.deepEqual([errors, all - terminated], [[], 1], 'one worker is left');
});

test('a size, a cell and Reset can be undone, each in its turn', async (t) => {
  const { page, ui, undo, shownStep } = await openTrained(t);
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  const step = await shownStep();
  const hiddenSize = page.getByLabel('Hidden size', { exact: true });
  for (const change of [
    async () => {
      await openTab(page, 'Settings');
      await hiddenSize.fill('0');
      await hiddenSize.press('Enter');
      await page.locator('#field-hidden-size-problem').getByText(/got 0/).waitFor();
      assert.equal(await shownStep(), step, 'a wrong size restarts nothing');
      await hiddenSize.fill('8');
      await hiddenSize.press('Enter');
    },
    async () => {
      await openTab(page, 'Cell');
      await ui.cell.selectOption('gru');
    },
    () => ui.reset.click(),
  ]) {
    await change();
    await ui.state.getByText('Ready').waitFor();
    await undo.click();
    await ui.state.getByText('Paused').waitFor();
    await assertSoon(async () => assert.equal(await shownStep(), step));
    const { hiddenSize: size, cell } = await configOf(page);
    assert.deepEqual([size, cell], [24, 'lstm']);
  }
  await assertSameBits(page);
});

/**
 * Records the sentences of the coach.
 *
 * @param {import('playwright-core').Locator} coach
 */
const recordSentences = (coach) =>
  coach.evaluate((line) => {
    /** @type {string[]} */
    const sentences = [];
    Object.assign(window, { sentences });
    const options = { characterData: true, childList: true, subtree: true };
    new MutationObserver(() => sentences.push(String(line.textContent))).observe(line, options);
  });

test('a text that is typed waits for a second of rest, a learning rate restarts nothing', async (t) => {
  const { page, ui, undo } = await openTrained(t);
  await openTab(page, 'Settings');
  await page.getByLabel('Learning rate', { exact: true }).fill('0.001');
  await page.getByLabel('Learning rate', { exact: true }).press('Enter');
  await moreSteps(page, 2);
  assert.equal((await records(page)).workers, 1);
  await recordSentences(ui.coach);
  await ui.text.fill(`${TEXT} and a thing`);
  await ui.coach.getByText(/^Restarted with the new text\./).waitFor();
  const sentences = await page.evaluate(() => /** @type {any} */ (window).sentences);
  assert.match(sentences.join('\n'), /^It restarts with your changes(.|\n)*\nRestarted with/m);
  assert.equal((await records(page)).workers, 2);
  await undo.waitFor();
});

test('a text that nobody has trained comes back after an example', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.fill('what I wrote');
  await page.getByRole('button', { name: 'Dates', exact: true }).click();
  await ui.coach.getByText('Ready to start with Dates. Your text is kept.').waitFor();
  const back = page.getByRole('button', { name: 'Back to my text', exact: true });
  await back.click();
  await back.waitFor({ state: 'hidden' });
  await assertSoon(async () => assert.equal(await ui.text.inputValue(), 'what I wrote'));
});

test('what was learnt can be kept for another text of the same letters, and undone', async (t) => {
  const { page, ui, undo } = await openTrained(t);
  await ui.text.fill(TEXT.slice(0, 800));
  await ui.coach.getByText(/^Restarted with the new text\./).waitFor();
  const before = await records(page);
  const keep = page.getByRole('button', { name: 'Keep what was learnt', exact: true });
  await keep.click();
  await keep.waitFor({ state: 'hidden' });
  const { bitsPerChar } = await firstReport(page, before.states.length);
  assert.ok(bitsPerChar < 2, `${bitsPerChar} bits a letter; a network that starts anew guesses 4`);
  await undo.click();
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  assert.equal(await ui.text.inputValue(), TEXT);
  await assertSameBits(page);
});

test('what the host page changes waits for its reset', async (t) => {
  const { page, ui, undo } = await openTrained(t);
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag) => (tag.text = 'another text of the host page'));
  await ui.coach.getByText(/^The changes take effect after Reset/).waitFor();
  await moreSteps(page, 2);
  assert.equal((await records(page)).workers, 1);
  await tag.evaluate((/** @type {any} */ tag) => tag.reset());
  await ui.state.getByText('Ready').waitFor();
  assert.equal(await undo.isVisible(), false);
});
