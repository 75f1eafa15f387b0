import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBits, formatSigned, formatWhole } from '../../www/src/lib/format.js';
import { sentences } from '../www/support/made-texts.js';
import { finish } from '../www/support/finish.js';
import { controls, openTab } from './support/controls.js';
import { train } from './support/inspection.js';
import { openPost } from './support/browser.js';
import { reachState, reachStep, records } from './support/records.js';
import { assertSoon } from './support/soon.js';

/** Short, so that it is soon learnt by heart. */
const TEXT = sentences.slice(0, 1500);
const CONFIG = { hiddenSize: 32, seqLen: 16, batchSize: 4, learningRate: 0.03, workers: 1 };

/**
 * @param {import('node:test').TestContext} t
 * @param {object} config
 */
async function open(t, config, panels = 'curve sample memory') {
  const { page } = await openPost(t, `<lstm-playground panels="${panels}"></lstm-playground>`);
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), {
    text: TEXT,
    config: { ...CONFIG, ...config },
  });
  const ui = controls(page);
  await ui.train.click();
  const model = (/** @type {string} */ name) =>
    page.getByRole('button', { name: new RegExp(`^${name}, step`) }).first();
  return { page, tag, ui, best: model('best'), now: model('now') };
}

/**
 * Trains in Node until training ends by itself.
 *
 * @param {object} config in force in the page
 */
function trainToEnd(config) {
  const playground = train(TEXT, config, 0);
  while (!playground.stopReason()) playground.trainSteps(1);
  return playground;
}

test('training ends at the set step, says so, and goes on', async (t) => {
  const { page, ui } = await open(t, { maxSteps: 40, patience: 0 });
  const sentence = /^It stopped after 40 steps, as set\./;
  await ui.coach.getByText(sentence).waitFor();
  await ui.state.getByText('Paused').waitFor();
  await ui.status.getByText(sentence).waitFor();
  const { steps, states } = await records(page);
  assert.equal(steps.at(-1)?.step, 40);
  assert.equal(states.at(-1), 'paused');
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await reachStep(page, 60);
  await ui.coach.getByText(sentence).waitFor({ state: 'hidden' });
});

test('without progress on unseen text training ends, and the best weights are shown first', async (t) => {
  const { page, tag, ui, best, now } = await open(t, { patience: 100 });
  const sentence = /^It stopped: no better on unseen text in 100 steps\./;
  await ui.coach.getByText(sentence).waitFor();
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  const playground = trainToEnd(config);
  const { bestStep, bestBitsPerChar } = /** @type {any} */ (playground.validation());
  const network = /** @type {any} */ (playground.bestNetwork());
  await page
    .getByTitle(`Best: ${formatBits(bestBitsPerChar)} at step ${formatWhole(bestStep)}.`)
    .waitFor();
  await assertSoon(async () => {
    assert.equal(await best.innerText(), `best, step ${formatWhole(bestStep)}`);
    assert.equal(await best.getAttribute('aria-pressed'), 'true');
    assert.equal(await now.innerText(), `now, step ${formatWhole(playground.steps())}`);
  });
  const { steps } = await records(page);
  const { bestValidationBitsPerChar, validationBitsPerChar, ...last } = steps.at(-1) ?? {};
  assert.deepEqual(
    [last.step, last.bestStep, bestValidationBitsPerChar],
    [playground.steps(), bestStep, bestBitsPerChar],
  );
  assert.ok(validationBitsPerChar > bestBitsPerChar && last.baselineBitsPerChar > 0);

  const options = { seed: 5, length: 60, temperature: 0.7 };
  /** @param {object} more */
  const generate = (more) =>
    tag.evaluate((/** @type {any} */ tag, options) => tag.generate(options), {
      ...options,
      ...more,
    });
  const expected = {
    best: finish(network.generateText(options)),
    now: playground.generate(options),
  };
  assert.notEqual(expected.best, expected.now);
  assert.equal(await generate({}), expected.best);
  await ui.sample.getByText(`after ${formatWhole(bestStep)} steps, best, seed 5`).waitFor();
  assert.equal(await generate({ model: 'now' }), expected.now);
  const reading = () =>
    tag.evaluate(async (/** @type {any} */ tag) => (await tag.inspect('tane')).surprise[3]);
  assert.equal(await reading(), finish(network.readText('tane')).surprise[3]);

  await openTab(page, 'All units');
  const when = page.locator('.inspection .when');
  await when.getByText(`after ${formatWhole(bestStep)} steps, best`, { exact: true }).waitFor();
  const readout = page.locator('.memory .readout');
  const shown = TEXT.slice(0, 51);
  const gate = (/** @type {any} */ read) => formatSigned(read.layers[0].values.f[50 * 32]);
  await readout.getByText(`forget gate f ${gate(finish(network.readText(shown)))}.`).waitFor();
  await now.click();
  await when.getByText(`now, after ${formatWhole(playground.steps())} steps`).waitFor();
  await readout.getByText(`forget gate f ${gate(playground.inspect(shown))}.`).waitFor();
  assert.equal(await generate({}), expected.now);
  assert.equal(await reading(), playground.inspect('tane').surprise[3]);
});

test('the advice on a text learnt by heart stops, and shows the best weights', async (t) => {
  const { page, ui, best, now } = await open(t, { patience: 0 }, 'sample');
  await ui.coach.getByText(/^It is learning by heart: unseen text rose/).waitFor();
  await assertSoon(async () =>
    assert.equal(
      await now.getAttribute('aria-pressed'),
      'true',
      'training shows the current model',
    ),
  );
  await page.getByRole('button', { name: /^Back to step \d+$/ }).click();
  await ui.state.getByText('Paused').waitFor();
  await assertSoon(async () => assert.equal(await best.getAttribute('aria-pressed'), 'true'));
  await ui.write.click();
  await ui.sample.getByText(/^after [\d,]+ steps, best, seed/).waitFor();
  await page.getByRole('button', { name: /^Back to step/ }).waitFor({ state: 'hidden' });
  await ui.train.click();
  await reachState(page, 'training');
  await page.locator('[aria-pressed="true"]', { hasText: /^now, step/ }).waitFor();
});
