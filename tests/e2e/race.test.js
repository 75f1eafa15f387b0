import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, lagText, Playground } from '../../www/pkg/lstm_playground.js';
import { recall } from '../www/support/recall.js';
import { LOWER, RATES, TURN, TURNS } from '../../www/src/experiments/learning-rate-test.js';
import { formatBits } from '../../www/src/lib/format.js';
import { openPost } from './support/widget.js';

initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const TEXT = 'who runs, and who is first? she who runs first is first. '.repeat(20);
const CONFIG = { hiddenSize: 16, seqLen: 16, batchSize: 4, numLayers: 1, learningRate: 0.01 };
const STEPS = 60;

/** A post with a race. @param {import('node:test').TestContext} t */
async function openRace(t, text = TEXT, chosen = {}) {
  const { page } = await openPost(t, '<lstm-playground panels="race"></lstm-playground>');
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), {
    text,
    config: { ...CONFIG, ...chosen },
  });
  const race = page.locator('.race');
  for (const model of ['Model 1', 'Model 2']) {
    await race.getByRole('group', { name: model }).getByLabel('Hidden size').fill('16');
  }
  await race.getByLabel('Steps').fill(String(STEPS));
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  return { page, race, start: race.getByRole('button', { name: 'Start' }), config };
}

/** @param {import('playwright-core').Locator} race @returns {Promise<string[][]>} */
const results = (race) =>
  race
    .getByRole('group', { name: 'Results' })
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [.../** @type {HTMLTableRowElement} */ (row).cells].map(({ innerText }) => innerText),
      ),
    );

test('a race has the figures of models trained alone, and again the same', async (t) => {
  const { race, start, config } = await openRace(t);
  await race.getByLabel('Seeds').fill('2');
  await race.getByRole('button', { name: 'Add a model' }).click();
  await race.getByRole('group', { name: 'Model 3' }).getByLabel('Cell').selectOption('gru');
  /** @type {unknown[]} */
  const told = [];
  for (let time = 0; time < 2; time++) {
    await start.click();
    await race.locator('button:text-is("Stop"):enabled').waitFor();
    await race.locator('button:text-is("Start"):enabled').waitFor();
    const samples = await race.locator('.compare pre').allInnerTexts();
    told.push({
      rows: (await results(race)).map(([name, weights, bits]) => [name, weights, bits]),
      samples,
    });
  }
  assert.deepEqual(told[1], told[0]);

  const { rows, samples } = /** @type {{rows: string[][], samples: string[]}} */ (told[0]);
  for (const [at, cell] of ['lstm', 'rnn', 'gru'].entries()) {
    const bits = [0, 1].map((more) => {
      const alone = new Playground(TEXT, {
        ...config,
        cell,
        hiddenSize: 16,
        seed: config.seed + more,
      });
      alone.trainSteps(STEPS);
      if (more === 0) {
        const sample = alone.generate({ length: 200, temperature: 0.8, seed: 1 });
        assert.equal(samples[at].trim(), sample.trim());
      }
      return Number(alone.evaluate()?.bitsPerChar);
    });
    const [low, high] = bits.sort((a, b) => a - b).map(formatBits);
    const mean = formatBits((bits[0] + bits[1]) / 2);
    assert.equal(rows[at][2], low === high ? mean : `${mean} (${low} to ${high})`, rows[at][0]);
  }
});

test('a race can be stopped, and what is wrong is said before it begins', async (t) => {
  const { page, race, start } = await openRace(t);
  const second = race.getByRole('group', { name: 'Model 2' });
  await second.getByLabel('Hidden size').fill('0');
  await start.click();
  await race.getByText(/^Model 2: hiddenSize must be .*, got 0$/).waitFor();
  await second.getByLabel('Hidden size').fill('256');
  await race.getByLabel('Steps').fill('100000');
  await start.click();
  await race.getByText(/^about [\d,]+ seconds? left$/).waitFor();
  const stopped = await page.evaluate(async () => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('lstm-playground')?.shadowRoot);
    const buttons = [...root.querySelectorAll('.race button')];
    const [startButton, stopButton] = ['Start', 'Stop'].map(
      (name) => /** @type {HTMLButtonElement} */ (buttons.find((b) => b.textContent === name)),
    );
    const begin = performance.now();
    stopButton.click();
    const { records } = /** @type {any} */ (window);
    while (startButton.disabled || records.terminated < records.workers.length) {
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - begin;
  });
  assert.ok(stopped < 100, `${stopped} ms`);
  assert.ok((await results(race)).length === 2, 'what was reached stays');
});

test('models are tried over lags, each as it would be alone', async (t) => {
  const { page } = await openPost(t, '<lstm-playground panels="lags"></lstm-playground>');
  const lags = page.locator('.lags');
  await lags.getByRole('slider', { name: 'Greatest lag' }).fill('8');
  await lags.getByText('1, 2, 4, 8 characters').waitFor();
  await lags.getByLabel('Steps').fill('0');
  const start = lags.getByRole('button', { name: 'Try all' });
  await start.click();
  await lags.getByText('steps must be a whole number from 1 to 20,000, got 0').waitFor();
  await lags.getByLabel('Steps').fill('120');
  await lags.getByLabel('Task').selectOption('bracket');
  await start.click();
  await lags.locator('button:text-is("Try all"):enabled').waitFor();
  const [accuracy, bits] = await lags.locator('.chart').all();
  await bits.getByText('The numbers as a table').click();
  await bits.locator('tbody tr').first().waitFor();
  const floors = await bits.locator('tbody tr td:last-child').allInnerTexts();
  assert.deepEqual(
    floors,
    [1, 2, 4, 8].map((lag) => lagText('bracket', lag, 8_000, 2).bitsPerChar.toPrecision(3)),
  );
  await accuracy.getByText('The numbers as a table').click();
  await accuracy.locator('tbody tr').first().waitFor();
  const heads = await accuracy.locator('thead th').allInnerTexts();
  assert.deepEqual(heads, [
    ...['lag, characters', 'rnn', 'lstm, forget bias 0', 'lstm, forget bias 1'],
    ...['peephole', 'gru', 'guessing the commonest'],
  ]);
  const rows = await accuracy
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [.../** @type {HTMLTableRowElement} */ (row).cells].map(({ innerText }) => innerText),
      ),
    );
  assert.deepEqual(
    rows.map(([lag]) => lag),
    ['1', '2', '4', '8'],
  );
  const { text } = lagText('bracket', 8, 40_000, 1);
  const own = {
    ...{ hiddenSize: 32, batchSize: 8, seqLen: 32, seed: 1, validationFraction: 0 },
    ...{ learningRate: 0.01, schedule: 'cosine:0:120' },
  };
  for (const [column, cell, forgetBias] of /** @type {const} */ ([
    [1, 'rnn', 1],
    [2, 'lstm', 0],
    [5, 'gru', 1],
  ])) {
    const alone = new Playground(text, { ...own, cell, forgetBias });
    alone.trainSteps(120);
    const tried = lagText('bracket', 8, 8_000, 2);
    const { accuracy } = recall(alone, tried.text, tried.recalled);
    const expected = Number.isInteger(accuracy) ? String(accuracy) : accuracy.toPrecision(3);
    assert.equal(rows[3][column], expected, cell);
  }
});

test('a learning rate is found on a copy of the model, and applied by a click', async (t) => {
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
  await rate.getByRole('button', { name: 'Try learning rates' }).click();
  const use = rate.getByRole('button', { name: /^Use / });
  await use.waitFor();
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  const alone = new Playground(TEXT, config);
  alone.trainSteps(5);
  const start = alone.snapshot();
  const ends = RATES.map((rate) => {
    alone.restore(start);
    alone.setLearningRate(rate);
    alone.trainSteps((TURNS - 1) * TURN);
    return alone.trainSteps(TURN).bitsPerChar;
  });
  await rate.getByText('The numbers as a table').click();
  await rate.locator('tbody tr').first().waitFor();
  const told = await rate.locator('tbody tr td').allInnerTexts();
  // Where the loss runs away, higher rates are not tried.
  assert.ok(told.length > RATES.length / 2, `${told.length} rates`);
  assert.deepEqual(
    told,
    ends.slice(0, told.length).map((bits) => bits.toPrecision(3)),
  );
  const best = ends.slice(0, told.length).reduce((a, b) => Math.min(a, b));
  const found = (await use.innerText()).replace('Use ', '');
  assert.equal(Number(found), RATES[Math.max(0, ends.indexOf(best) - LOWER)]);
  await use.click();
  await page.waitForFunction(
    (wanted) =>
      String(/** @type {any} */ (document.querySelector('lstm-playground')).config.learningRate) ===
      wanted,
    found,
  );
});

test('the text of a task is learnt above, down to its floor, and tried for memory', async (t) => {
  const panels = 'text curve settings lags reach';
  const { page } = await openPost(t, `<lstm-playground panels="${panels}"></lstm-playground>`);
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, text) => (tag.text = text), TEXT);
  const lags = page.locator('.lags');
  await lags.getByRole('slider', { name: 'Greatest lag' }).fill('8');
  await lags.getByLabel('Task').selectOption('bracket');
  await lags.getByRole('button', { name: 'Put a text of lag 8 above' }).click();
  await page.getByRole('button', { name: 'Bracket, lag 8', pressed: true }).waitFor();
  const made = lagText('bracket', 8, 40_000, 1);
  assert.equal(await tag.evaluate((/** @type {any} */ tag) => tag.text), made.text);

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const figure = (/** @type {string} */ name) =>
    page.locator('.figures > div', { hasText: name }).locator('dd');
  await page.waitForFunction(() => {
    const root = document.querySelector('lstm-playground')?.shadowRoot;
    const figures = [...(root?.querySelectorAll('.figures > div') ?? [])];
    return figures.some((div) => /Remembered.*\d %/.test(div.textContent));
  });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused', { exact: false }).first().waitFor();
  const steps = Number((await figure('Step').innerText()).replaceAll(',', ''));
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  assert.equal(config.seqLen, 32);
  const alone = new Playground(made.text, { ...config, workers: 1 });
  alone.trainSteps(steps);
  const tried = lagText('bracket', 8, 8_000, 2);
  const expected = `${Math.round(100 * recall(alone, tried.text, tried.recalled).accuracy)} %`;
  await figure('Remembered').getByText(expected, { exact: true }).waitFor();

  // A character that needs memory is looked at.
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await page.getByText(`Why “${made.text[98]}” was expected`).waitFor();
  assert.ok(made.recalled.includes(98));
  await page.locator('.curve').getByText('Table').click();
  await page
    .getByRole('row', { name: `nobody can do better ${formatBits(made.bitsPerChar)}` })
    .waitFor();
  await page.getByRole('button', { name: 'Your own', exact: true }).click();
  assert.equal(await tag.evaluate((/** @type {any} */ tag) => tag.text), TEXT);
  await page.getByText('The changes take effect after Reset').waitFor();

  // A task's text that one has changed is one's own too, beside what was there before.
  await page.getByRole('button', { name: 'Bracket, lag 8' }).click();
  const box = page.getByRole('textbox', { name: 'Text', exact: true });
  await box.fill('changed');
  await page.getByRole('button', { name: 'Rhyme', exact: true }).click();
  await page.getByRole('button', { name: 'Your own 2' }).click();
  assert.equal(await tag.evaluate((/** @type {any} */ tag) => tag.text), 'changed');
  await page.getByRole('button', { name: 'Rhyme', exact: true }).click();
  await page.getByRole('button', { name: 'Your own', exact: true }).click();
  assert.equal(await tag.evaluate((/** @type {any} */ tag) => tag.text), TEXT);
});

test('a race in which none can take part says why, of each', async (t) => {
  const { race, start } = await openRace(t, TEXT.repeat(20), { batchSize: 64, seqLen: 200 });
  for (const name of ['Model 1', 'Model 2']) {
    const model = race.getByRole('group', { name });
    await model.getByLabel('Cell').selectOption('four-gate');
    await model.getByLabel('Hidden size').fill('1024');
    await model.getByLabel('Layers').fill('3');
  }
  await start.click();
  const problems = race.locator('.compare .problem');
  await problems.nth(1).waitFor();
  for (const problem of await problems.allInnerTexts()) {
    assert.match(problem, /^these settings need \d+ MiB of memory and 512 MiB are allowed; /);
  }
  assert.equal((await results(race)).length, 2);
});

test('what differs too much to be equal is told', async (t) => {
  const { race, start } = await openRace(t);
  await race.getByRole('group', { name: 'Model 1' }).getByLabel('Hidden size').fill('200');
  await race.getByRole('group', { name: 'Model 2' }).getByLabel('Layers').fill('1');
  await race.getByLabel('as many weights as the first').check();
  await race.getByLabel('Steps').fill('1');
  await start.click();
  await race.locator('button:text-is("Start"):enabled').waitFor();
  const [[, first], [, second]] = await results(race);
  const weights = [first, second].map((text) => Number(text.replaceAll(',', '')));
  assert.ok(Math.abs(weights[1] / weights[0] - 1) < 0.02, `${weights}`);
  assert.equal(await race.getByText('no size that is allowed').count(), 0);
  await race.getByRole('group', { name: 'Model 1' }).getByLabel('Hidden size').fill('600');
  await start.click();
  await race
    .getByText(
      /^rnn 1024, adam has [\d,]+ weights: no size that is allowed comes nearer to [\d,]+\.$/,
    )
    .waitFor();
});
