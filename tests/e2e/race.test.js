import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { countWeights } from '../../www/src/cells/count-weights.js';
import { formatBits } from '../../www/src/lib/format.js';
import { openPost } from './support/browser.js';
import { openRace, rowsOf, STEPS, TEXT } from './support/race.js';
import { assertSoon } from './support/soon.js';

initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

test('a race gives the same figures as separate training, every time', async (t) => {
  const { race, start, config } = await openRace(t);
  await race.getByLabel('Seeds').fill('2');
  await race.getByRole('button', { name: 'Add a network' }).click();
  await race.getByRole('group', { name: 'Network 3' }).getByLabel('Cell').selectOption('gru');
  /** @type {unknown[]} */
  const results = [];
  for (let time = 0; time < 2; time++) {
    await start.click();
    await race.locator('button:text-is("Stop"):enabled').waitFor();
    await race.locator('button:text-is("Start"):enabled').waitFor();
    const samples = await race.locator('.compare pre').allInnerTexts();
    results.push({
      rows: (await rowsOf(race)).map(([name, weights, bits]) => [name, weights, bits]),
      samples,
    });
  }
  assert.deepEqual(results[1], results[0]);
  await race.locator('.chart').getByText('letter counts', { exact: true }).first().waitFor();

  const { rows, samples } = /** @type {{rows: string[][], samples: string[]}} */ (results[0]);
  for (const [index, cell] of ['lstm', 'rnn', 'gru'].entries()) {
    const bits = [0, 1].map((offset) => {
      const alone = new Playground(TEXT, {
        ...config,
        cell,
        hiddenSize: 16,
        seed: config.seed + offset,
      });
      alone.trainSteps(STEPS);
      if (offset === 0) {
        const sample = alone.generate({ length: 200, temperature: 0.8, seed: 1 });
        assert.equal(samples[index].trim(), sample.trim());
      }
      return Number(alone.evaluate()?.bitsPerChar);
    });
    const [low, high] = bits.sort((a, b) => a - b).map(formatBits);
    const mean = formatBits((bits[0] + bits[1]) / 2);
    assert.equal(
      rows[index][2],
      low === high ? mean : `${mean} (${low} to ${high})`,
      rows[index][0],
    );
  }
});

test('a field that is not shown has no effect on a race', async (t) => {
  const { race, start, config } = await openRace(t, TEXT, { numLayers: 2 });
  const [first, second] = ['Network 1', 'Network 2'].map((name) =>
    race.getByRole('group', { name }),
  );
  await first.getByLabel('Layers').fill('3');
  await second.getByLabel('Hidden size').fill('0');
  await race.getByLabel('Seeds').fill('0');
  await race.getByLabel('Steps').fill('1');
  await race.getByLabel('as many weights as the first').check();
  await race.getByRole('button', { name: 'More choices' }).click();
  await first.getByLabel('Layers').waitFor({ state: 'hidden' });
  await start.click();
  await race.getByText(/^After 1 step the lstm is at/).waitFor();
  const [[, weights]] = await rowsOf(race);
  const made = { ...config, cell: 'lstm', hiddenSize: 16 };
  const { size } = new Set(TEXT);
  assert.equal(Number(weights.replace(',', '')), countWeights(made, size), 'as under Settings');
});

test('a race of models that cannot be created shows the error of each', async (t) => {
  const { race, start } = await openRace(t, TEXT.repeat(20), { batchSize: 64, seqLen: 200 });
  for (const name of ['Network 1', 'Network 2']) {
    const entry = race.getByRole('group', { name });
    await entry.getByLabel('Cell').selectOption('four-gate');
    await entry.getByLabel('Hidden size').fill('1024');
    await entry.getByLabel('Layers').fill('3');
  }
  await start.click();
  const problems = race.locator('.compare .problem');
  await problems.nth(1).waitFor();
  for (const problem of await problems.allInnerTexts()) {
    assert.match(problem, /^these settings need \d+ MiB of memory and 512 MiB are allowed; /);
  }
  assert.equal((await rowsOf(race)).length, 2);
});

test('a race names an entry that cannot have as many weights as the first', async (t) => {
  const { race, start } = await openRace(t);
  await race.getByRole('group', { name: 'Network 1' }).getByLabel('Hidden size').fill('200');
  await race.getByRole('group', { name: 'Network 2' }).getByLabel('Layers').fill('1');
  await race.getByLabel('as many weights as the first').check();
  await race.getByLabel('Steps').fill('1');
  await start.click();
  await assertSoon(async () => {
    const weights = (await rowsOf(race)).map(([, text]) => Number(text.replaceAll(',', '')));
    assert.ok(Math.abs(weights[1] / weights[0] - 1) < 0.02, `${weights}`);
  });
  await race.locator('button:text-is("Start"):enabled').waitFor();
  assert.equal(await race.getByText('no allowed hidden size').count(), 0);
  await race.getByRole('group', { name: 'Network 1' }).getByLabel('Hidden size').fill('600');
  await start.click();
  await race
    .getByText(/^rnn, 1024 units: [\d,]+ weights; no allowed hidden size comes nearer to [\d,]+\.$/)
    .waitFor();
});

test('by keyboard, Start shows that gates help on a text that needs memory', async (t) => {
  const { page } = await openPost(t, '<lstm-playground panels="race"></lstm-playground>');
  const race = page.locator('.race');
  await race
    .getByRole('heading', { name: 'Does a memory with gates help on this text?' })
    .waitFor();
  assert.ok(await race.getByLabel('as many weights as the first').isChecked());
  const second = race.getByRole('group', { name: 'Network 2' });
  assert.equal(await second.getByLabel('Hidden size').isVisible(), false, 'it follows the first');
  assert.equal(await race.getByLabel('Seeds').isVisible(), false);
  const view = page.getByRole('tabpanel');
  const heightOf = () => view.evaluate((view) => view.getBoundingClientRect().height);
  const before = await heightOf();
  await race.getByRole('button', { name: 'Start' }).focus();
  await page.keyboard.press('Enter');
  const verdict = race.getByText(
    /^After 500 steps the lstm is at [\d.]+ bits a letter, the rnn at /,
  );
  await verdict.waitFor();
  const sentence = await verdict.innerText();
  const [lstm, rnn] = [...sentence.matchAll(/at (\d\.\d\d)/g)].map(([, bits]) => Number(bits));
  assert.ok(lstm < 0.7 * rnn, sentence);
  assert.match(sentence, /The lstm guesses better\.$/);
  const weights = (await rowsOf(race)).map(([, weights]) => Number(weights.replace(',', '')));
  assert.ok(Math.abs(weights[1] / weights[0] - 1) < 0.02, `${weights}`);
  await assertSoon(async () => assert.equal(await heightOf(), before, 'the view keeps its height'));
});
