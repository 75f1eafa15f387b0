import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, lagText, Playground } from '../../www/pkg/lstm_playground.js';
import { formatBits } from '../../www/src/lib/format.js';
import { DETAIL_CHARS } from '../../www/src/inspection/selection.js';
import { suggestedConfig } from '../../www/src/settings/settings.js';
import { recall } from '../www/support/recall.js';
import { openPost } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { assertSoon } from './support/soon.js';

initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const TEXT = 'who runs, and who is first? she who runs first is first. '.repeat(20);

test('the lag experiment gives the same recall as separate training', async (t) => {
  const { page } = await openPost(t, '<lstm-playground panels="lags"></lstm-playground>');
  const lags = page.locator('.lags');
  await lags.getByRole('slider', { name: 'Greatest lag' }).fill('8');
  await lags.getByText('1, 2, 4, 8 letters').waitFor();
  await lags.getByLabel('Steps').fill('0');
  const start = lags.getByRole('button', { name: 'Start' });
  await start.click();
  await lags.getByText('steps must be a whole number from 1 to 20,000, got 0').waitFor();
  const heightOf = () => lags.evaluate((lags) => lags.getBoundingClientRect().height);
  await lags.getByLabel('Steps').fill('1');
  await start.click();
  await lags
    .getByText(/^Over 5 to 8 letters guessing recalls \d+\s%, rnn \d+\s%, .* gru \d+\s%\.$/)
    .waitFor();
  const before = await heightOf();
  await lags.getByLabel('Steps').fill('120');
  await lags.getByLabel('Task').selectOption('bracket');
  await start.click();
  await lags.locator('button:text-is("Start"):enabled').waitFor();
  await assertSoon(async () =>
    assert.equal(await heightOf(), before, 'results stand where the empty charts stood'),
  );
  const [accuracy, bits] = await lags.locator('.chart').all();
  await bits.getByText('The numbers as a table').click();
  const floors = [1, 2, 4, 8].map((lag) =>
    lagText('bracket', lag, 8_000, 2).bitsPerChar.toPrecision(3),
  );
  const last = bits.locator('tbody tr td:last-child');
  await assertSoon(async () => assert.deepEqual(await last.allInnerTexts(), floors));
  await accuracy.getByText('The numbers as a table').click();
  /** @type {string[][]} */
  let rows = [];
  await assertSoon(async () => {
    assert.deepEqual(await accuracy.locator('thead th').allInnerTexts(), [
      'lag, letters',
      'rnn',
      'lstm (forget bias 0)',
      'lstm (forget bias 1)',
      'peephole',
      'gru',
      'guessing the most frequent',
    ]);
    rows = await accuracy
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
    assert.ok(rows.every((row) => row.length === 7));
  });
  const { text } = lagText('bracket', 8, 40_000, 1);
  const own = {
    hiddenSize: 32,
    batchSize: 8,
    seqLen: 32,
    seed: 1,
    validationFraction: 0,
    learningRate: 0.01,
    schedule: 'cosine:0:120',
    weightDecay: suggestedConfig(40_000, 6).weightDecay,
  };
  for (const [column, cell, forgetBias] of /** @type {const} */ ([
    [1, 'rnn', 1],
    [2, 'lstm', 0],
    [5, 'gru', 1],
  ])) {
    const alone = new Playground(text, { ...own, cell, forgetBias });
    alone.trainSteps(120);
    const recallText = lagText('bracket', 8, 8_000, 2);
    const { accuracy } = recall(alone, recallText.text, recallText.recalled);
    const expected = Number.isInteger(accuracy) ? String(accuracy) : accuracy.toPrecision(3);
    assert.equal(rows[3][column], expected, cell);
  }
});

test('the text of a task is learnt with its recall and the best possible loss', async (t) => {
  const panels = 'text curve settings lags reach';
  const { page } = await openPost(t, `<lstm-playground panels="${panels}"></lstm-playground>`);
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, text) => (tag.text = text), TEXT);
  await openTab(page, 'Memory test');
  const lags = page.locator('.lags');
  await lags.getByRole('slider', { name: 'Greatest lag' }).fill('8');
  await lags.getByLabel('Task').selectOption('bracket');
  await lags.getByRole('button', { name: 'Learn a text of lag 8 above' }).click();
  await page.getByRole('button', { name: 'Bracket, lag 8', pressed: true }).waitFor();
  const made = lagText('bracket', 8, 40_000, 1);
  assert.equal(await tag.evaluate((/** @type {any} */ tag) => tag.text), made.text);

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const figure = (/** @type {string} */ name) =>
    page
      .locator('.figures > div', { has: page.locator('dt', { hasText: new RegExp(`^${name}`) }) })
      .locator('dd');
  await page.waitForFunction(() => {
    const root = document.querySelector('lstm-playground')?.shadowRoot;
    const figures = [...(root?.querySelectorAll('.figures > div') ?? [])];
    return figures.some((div) => /Recalled.*\d %/.test(div.textContent));
  });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused', { exact: false }).first().waitFor();
  const steps = Number((await figure('Step').innerText()).replaceAll(',', ''));
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  assert.equal(config.seqLen, 32);
  const alone = new Playground(made.text, { ...config, workers: 1 });
  alone.trainSteps(steps);
  const recallText = lagText('bracket', 8, 8_000, 2);
  const { accuracy } = recall(alone, recallText.text, recallText.recalled);
  const expected = `${Math.round(100 * accuracy)} %`;
  await figure('Recalled').getByText(expected, { exact: true }).waitFor();

  // A character that needs memory is selected.
  await openTab(page, 'Reach');
  const at = made.recalled.findLast((index) => index < DETAIL_CHARS) ?? 0;
  assert.ok(at > 0);
  await page.getByText(`Influence on the prediction of “${made.text[at]}”`).waitFor();
  await page.locator('.curve').getByText('Table').click();
  await page
    .getByRole('row', { name: `the best possible ${formatBits(made.bitsPerChar)}` })
    .waitFor();
  await page.getByRole('button', { name: 'Your own', exact: true }).click();
  assert.equal(await tag.evaluate((/** @type {any} */ tag) => tag.text), TEXT);
  await controls(page)
    .coach.getByText(/^Ready to start with the new text\./)
    .waitFor();

  // A changed text of a task is added to the reader's own texts.
  const chip = page.getByRole('button', { name: 'Bracket, lag 8' });
  await chip.click();
  await chip.and(page.locator('[aria-pressed="true"]')).waitFor(); // the box has its text
  const box = page.getByRole('textbox', { name: 'Text', exact: true });
  await box.fill('changed');
  await page.getByRole('button', { name: 'Rhyme', exact: true }).click();
  await page.getByRole('button', { name: 'Your own 2' }).click();
  assert.equal(await tag.evaluate((/** @type {any} */ tag) => tag.text), 'changed');
  await page.getByRole('button', { name: 'Rhyme', exact: true }).click();
  await page.getByRole('button', { name: 'Your own', exact: true }).click();
  assert.equal(await tag.evaluate((/** @type {any} */ tag) => tag.text), TEXT);
});
