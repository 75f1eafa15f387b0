import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls } from './support/controls.js';
import { moreSteps, reachState, reachStep, records } from './support/records.js';
import { openPost } from './support/browser.js';
import { hashInOneGo, hashOf, stepOf } from './support/one-go.js';
import { assertSoon } from './support/soon.js';

/** @typedef {import('../../www/src/element/lstm-playground.js').LstmPlayground} Tag */
/** @typedef {import('playwright-core').Page} Page */

const TEXT = 'a slide goes, another comes, and the first one is back. '.repeat(20);
const TAG = `<lstm-playground text="${TEXT}" hidden-size="16" batch-size="4" seq-len="16" patience="0"
  dropout="0.1" workers="1"></lstm-playground>`;

/** @param {Page} page */
const takeOut = (page) =>
  page.evaluate(() => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    tag.remove();
    Object.assign(window, { tag });
  });

/** @param {Page} page */
const putBack = (page) =>
  page.evaluate(() => document.body.append(/** @type {any} */ (window).tag));

/** @param {Page} page */
const workersEnded = (page) =>
  page.waitForFunction(() => {
    const { workers, terminated } = /** @type {any} */ (window).records;
    return terminated === workers.length;
  });

/**
 * Compares the weights of the tag, paused, with those of another that was never taken out.
 *
 * @param {Page} page
 */
async function checkWeights(page) {
  await controls(page).pause.click();
  await controls(page).state.getByText('Paused').waitFor();
  const hashes = [await hashOf(page), await hashInOneGo(page, await stepOf(page))];
  assert.equal(hashes[0], hashes[1], 'the bits of a tag that was never taken out');
}

test('a tag that trains and is taken out frees its worker, and put back it trains on', async (t) => {
  const { page } = await openPost(t, TAG);
  const ui = controls(page);
  await ui.train.click();
  await reachStep(page, 20);
  await takeOut(page);
  await workersEnded(page);
  const before = await records(page);
  const left = Number(before.steps.at(-1)?.step);
  assert.deepEqual([before.workers, before.states.at(-1)], [1, 'training']);
  await putBack(page);
  await ui.state.getByText('Training').waitFor();
  await assertSoon(async () => assert.equal(await ui.text.inputValue(), TEXT));
  await reachStep(page, left + 20);
  const { steps, workers, errors } = await records(page);
  assert.deepEqual([workers, errors], [2, []]);
  const numbers = steps.map(({ step }) => step);
  assert.ok(
    numbers.every((step, i) => i === 0 || step > numbers[i - 1]),
    `each step is told once, and none is made again: ${numbers}`,
  );
  await checkWeights(page);
});

test('a tag that is put back at once trains on with its worker', async (t) => {
  const { page } = await openPost(t, TAG);
  await controls(page).train.click();
  await reachStep(page, 20);
  await page.evaluate(async () => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    const root = /** @type {ShadowRoot} */ (tag.shadowRoot);
    const emptied = new Promise((resolve) =>
      new MutationObserver(resolve).observe(root, { childList: true }),
    );
    tag.remove();
    await emptied; // its views have ended, its worker has not been heard since
    document.body.append(tag);
    await tag.weightsHash(); // loads it again
  });
  await moreSteps(page, 20);
  const { states, errors } = await records(page);
  assert.deepEqual([states.at(-1), errors], ['training', []]);
  await checkWeights(page);
});

test('a paused tag comes back paused, with its step, text, prompt, curve and sample', async (t) => {
  const { page } = await openPost(t, TAG);
  const ui = controls(page);
  await ui.train.click();
  await reachStep(page, 20);
  await ui.pause.click();
  await reachState(page, 'paused');
  await ui.prompt.fill('a slide');
  await ui.write.click();
  await ui.sample.getByText(/^after [\d,]+ steps?, (best, )?seed/).waitFor();
  const shown = async () => ({
    step: await stepOf(page),
    text: await ui.text.inputValue(),
    prompt: await ui.prompt.inputValue(),
    written: await ui.written.innerText(),
  });
  const before = await shown();
  /** The points of the curve that are drawn, some of them later. */
  const points = async () => {
    const drawn = await page.locator('.curve polyline.training').getAttribute('points');
    return String(drawn).split(' ').length;
  };
  const drawn = await points();
  await takeOut(page);
  await workersEnded(page);
  await putBack(page);
  await ui.state.getByText('Paused').waitFor();
  await assertSoon(async () => assert.deepEqual(await shown(), before));
  await assertSoon(async () => assert.ok((await points()) >= drawn, 'its curve is drawn again'));
  await ui.step.click();
  await page
    .locator('dd.steps')
    .getByText((before.step + 1).toLocaleString('en-US'), { exact: true })
    .waitFor();
  assert.deepEqual((await records(page)).errors, []);
});

test('a tag without a run comes back with the text and the settings of the host page', async (t) => {
  const { page } = await openPost(t, TAG);
  const ui = controls(page);
  await ui.text.waitFor();
  await takeOut(page);
  await page.waitForFunction(
    () => !(/** @type {any} */ (window).tag.shadowRoot.querySelector('.playground')),
  );
  const away = await page.evaluate(() => {
    const tag = /** @type {Tag} */ (/** @type {any} */ (window).tag);
    tag.text = 'another text, while it is away. '.repeat(9);
    tag.setAttribute('hidden-size', '7');
    return tag.step().catch(({ message }) => message);
  });
  assert.equal(away, '<lstm-playground> is not in a document: add it to one');
  await putBack(page);
  await ui.step.click();
  await page.locator('dd.steps').getByText('1', { exact: true }).waitFor();
  const config = await page.evaluate(
    () => /** @type {Tag} */ (document.querySelector('lstm-playground')).config,
  );
  assert.equal(config.hiddenSize, 7);
  await assertSoon(async () => assert.match(await ui.text.inputValue(), /^another text/));
});

test('a tag that is put back out of sight trains on once it is seen', async (t) => {
  const { page } = await openPost(t, `${TAG}<p style="height: 9000px">A long story.</p>`);
  await controls(page).train.click();
  await reachStep(page, 20);
  await takeOut(page);
  await workersEnded(page);
  await putBack(page);
  await page.locator('lstm-playground').scrollIntoViewIfNeeded();
  await controls(page).state.getByText('Training').waitFor();
  await moreSteps(page, 5);
  assert.deepEqual((await records(page)).errors, []);
});
