import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentences } from '../www/support/made-texts.js';
import { controls } from './support/controls.js';
import { openPost } from './support/browser.js';
import { firstReport, reachState, reachStep, records } from './support/records.js';

const CONFIG = {
  hiddenSize: 24,
  seqLen: 16,
  batchSize: 8,
  learningRate: 0.02,
  workers: 1,
  patience: 0,
};
const TEXT = sentences.slice(0, 4000);
/** The words of TEXT in reverse order, so that the letters are the same. */
const OTHER = TEXT.split(' ').reverse().join(' ');

/**
 * @param {import('node:test').TestContext} t
 * @param {object} [config]
 */
async function open(t, config = {}) {
  const { page } = await openPost(t, '<lstm-playground panels="text curve"></lstm-playground>');
  const tag = page.locator('lstm-playground');
  /** @param {object} properties */
  const assign = (properties) =>
    tag.evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), properties);
  await assign({ text: TEXT, config: { ...CONFIG, ...config } });
  const ui = controls(page);
  await ui.train.click();
  await reachStep(page, 150);
  const keep = page.getByRole('button', { name: 'Keep what was learnt' });
  return { page, tag, ui, assign, keep };
}

test('training goes on with another text of the same letters, from what was learnt', async (t) => {
  const { page, tag, ui, assign, keep } = await open(t);
  await ui.pause.click();
  await reachState(page, 'paused');
  await keep.waitFor({ state: 'hidden' });
  await assign({ text: OTHER });
  await keep.waitFor();
  const { states } = await records(page);
  await keep.click();
  await firstReport(page, states.length);
  await keep.waitFor({ state: 'hidden' });
  await ui.pause.click();
  await reachState(page, 'paused');

  /**
   * The loss of the first step of a new run.
   *
   * @param {boolean} keepWeights
   */
  const firstLoss = async (keepWeights) => {
    await tag.evaluate(async (/** @type {any} */ tag, keepWeights) => {
      await tag.reset({ keepWeights });
      await tag.step();
    }, keepWeights);
    const last = (await records(page)).steps.at(-1);
    assert.equal(last?.step, 1);
    return Number(last?.bitsPerChar);
  };
  await assign({ text: TEXT });
  const kept = await firstLoss(true);
  const anew = await firstLoss(false);
  assert.ok(anew > 4, `anew: ${anew}, about that of a guess`);
  assert.ok(kept < anew - 1, `kept: ${kept}`);
});

test('a text with unknown letters says which, and Reset starts anew', async (t) => {
  const { page, tag, ui, assign, keep } = await open(t);
  await assign({ text: `${OTHER} ΩЖ` });
  const sentence = 'It cannot keep what it learnt: it does not know the letters "Ω", "Ж".';
  await page.locator('.train').getByText(sentence).waitFor();
  assert.equal(await keep.isVisible(), false);
  const refused = await tag.evaluate((/** @type {any} */ tag) =>
    tag.reset({ keepWeights: true }).catch((/** @type {Error} */ { name }) => name),
  );
  assert.equal(refused, 'UnknownCharsError');
  await ui.reset.click();
  await ui.train.click();
  await reachStep(page, 5);
});

test('a network of other sizes than those suggested for the text is kept', async (t) => {
  const { tag, assign, page } = await open(t);
  const { hiddenSize, ...others } = CONFIG;
  await assign({ text: OTHER, config: others });
  const hiddenSizeAfter = (/** @type {boolean} */ keepWeights) =>
    tag.evaluate(async (/** @type {any} */ tag, keepWeights) => {
      await tag.reset({ keepWeights });
      await tag.step();
      return tag.config.hiddenSize;
    }, keepWeights);
  assert.equal(await hiddenSizeAfter(true), hiddenSize);
  const kept = (await records(page)).steps.at(-1);
  assert.notEqual(await hiddenSizeAfter(false), hiddenSize, 'a run that starts anew');
  const anew = (await records(page)).steps.at(-1);
  assert.ok(kept && anew && kept.bitsPerChar < anew.bitsPerChar - 1);

  await assign({ config: { ...others, hiddenSize: 30 } });
  const refused = await tag.evaluate((/** @type {any} */ tag) =>
    tag
      .reset({ keepWeights: true })
      .then(() => tag.step())
      .catch((/** @type {Error} */ e) => e.message),
  );
  assert.match(String(refused), /needs hiddenSize \d+: choose that again/);
});

test('a run from kept weights has the same bits with 1, 2 and 3 workers', async (t) => {
  const { page, tag } = await openPost(
    t,
    '<lstm-playground panels="curve"></lstm-playground>',
  ).then(({ page }) => ({ page, tag: page.locator('lstm-playground') }));
  /**
   * Trains until the end.
   *
   * @param {string} text
   * @param {number} workers
   * @param {boolean} keepWeights
   * @param {number} maxSteps
   */
  const train = async (text, workers, keepWeights, maxSteps) => {
    // Steps of some milliseconds, so that every worker has joined before the end.
    const config = { ...CONFIG, hiddenSize: 96, batchSize: 64, workers, maxSteps };
    await tag.evaluate(
      async (/** @type {any} */ tag, { text, config, keepWeights }) => {
        Object.assign(tag, { text, config });
        await tag.reset({ keepWeights });
        await tag.train();
      },
      { text, config, keepWeights },
    );
    await page.locator('.coach').getByText(`It stopped after ${maxSteps} steps`).waitFor();
    await reachState(page, 'paused');
    const { steps } = await records(page);
    const { step, bestStep, bestValidationBitsPerChar } = steps.at(-1) ?? {};
    const written = await tag.evaluate((/** @type {any} */ tag) =>
      tag.generate({ length: 60, seed: 1, model: 'now' }),
    );
    const { workers: used } = steps.at(-1) ?? {};
    return { used, numbers: { step, bestStep, bestValidationBitsPerChar, written } };
  };
  /** @type {object[]} */
  const results = [];
  for (const workers of [1, 2, 3]) {
    await train(TEXT, 1, false, 30);
    const { used, numbers } = await train(OTHER, workers, true, 200);
    assert.equal(used, workers);
    results.push(numbers);
  }
  assert.deepEqual(results[1], results[0]);
  assert.deepEqual(results[2], results[0]);
});
