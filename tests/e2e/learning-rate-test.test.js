import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { MARGIN, RATES, SLICE, SLICES } from '../../www/src/experiments/learning-rate-test.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const TEXT = 'who runs, and who is first? she who runs first is first. '.repeat(20);
const CONFIG = { hiddenSize: 16, seqLen: 16, batchSize: 4, numLayers: 1, learningRate: 0.01 };

test('the learning-rate test trains a copy of the model; a click applies its rate', async (t) => {
  const { page } = await openPost(t, '<lstm-playground panels="rate settings"></lstm-playground>');
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), {
    text: TEXT,
    config: { ...CONFIG, workers: 1 },
  });
  await tag.evaluate(async (/** @type {any} */ tag) => {
    for (let i = 0; i < 5; i++) await tag.step();
  });
  const rate = page.locator('.rate');
  const heightOf = () => rate.evaluate((rate) => rate.getBoundingClientRect().height);
  await rate.getByRole('button', { name: 'Test learning rates' }).waitFor();
  const before = await heightOf();
  await rate.getByRole('button', { name: 'Test learning rates' }).click();
  const use = rate.getByRole('button', { name: /^Use / });
  await use.waitFor();
  await rate
    .getByText(/^Forty steps learn most at [\d.]+; over more steps a lower rate /)
    .waitFor();
  await assertSoon(async () =>
    assert.equal(await heightOf(), before, 'results stand where the empty chart stood'),
  );
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  const alone = new Playground(TEXT, config);
  alone.trainSteps(5);
  const start = alone.snapshot();
  const ends = RATES.map((rate) => {
    alone.restore(start);
    alone.setLearningRate(rate);
    alone.trainSteps((SLICES - 1) * SLICE);
    return alone.trainSteps(SLICE).bitsPerChar;
  });
  await rate.getByText('The numbers as a table').click();
  /** @type {string[]} */
  let shown = [];
  await assertSoon(async () => {
    shown = await rate.locator('tbody tr td').allInnerTexts();
    // Higher rates are not tested once the loss has diverged.
    assert.ok(shown.length > RATES.length / 2, `${shown.length} rates`);
    assert.deepEqual(
      shown,
      ends.slice(0, shown.length).map((bits) => bits.toPrecision(3)),
    );
  });
  const best = ends.slice(0, shown.length).reduce((a, b) => Math.min(a, b));
  const found = (await use.innerText()).replace('Use ', '');
  assert.equal(Number(found), RATES[Math.max(0, ends.indexOf(best) - MARGIN)]);
  await use.click();
  await page.waitForFunction(
    (wanted) =>
      String(/** @type {any} */ (document.querySelector('lstm-playground')).config.learningRate) ===
      wanted,
    found,
  );
});
