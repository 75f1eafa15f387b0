import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible } from '../../www/src/views/visible.js';
import { openInspection, read, SHOWN } from './support/inspection.js';
import { openTab } from './support/controls.js';
import { assertSoon } from './support/soon.js';

test('the table shows the likeliest letters for the model', async (t) => {
  const { page, playground } = await openInspection(t, 'lstm');
  await openTab(page, 'Next letter');
  const { probabilities } = read(playground);
  const vocabulary = [...playground.vocabulary()];
  const V = vocabulary.length;
  await page.locator('.next tr:last-child td:last-child[title]').waitFor(); // columns come in frames
  const shown = await page
    .locator('.next tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [.../** @type {HTMLTableRowElement} */ (row).cells]
          .slice(1)
          .map(({ innerText, title }) => [innerText, title]),
      ),
    );
  assert.equal(shown.length, 5);
  for (let index = 0; index < SHOWN; index++) {
    const row = probabilities.slice(index * V, (index + 1) * V);
    const best = Array.from(row.keys())
      .sort((a, b) => row[b] - row[a] || a - b)
      .slice(0, 5);
    assert.deepEqual(
      shown.map((cells) => cells[index]),
      best.map((id) => [visible(vocabulary[id]), `${Math.round(100 * row[id])} %`]),
      `after character ${index + 1}`,
    );
  }
});

test('the model completes a typed line, and names a character that it does not know', async (t) => {
  const { page, playground } = await openInspection(t, 'gru', { panels: 'next' });
  const line = page.getByLabel('Type a beginning');
  await line.fill('what');
  const completed = page.locator('.completion');
  await completed.getByText(/^what/).waitFor();
  const prompt = { prompt: 'what', length: 60, temperature: 0 };
  const whole = `what${playground.generate(prompt)}`;
  await assertSoon(async () => assert.equal(await completed.textContent(), whole));
  await line.fill('what§');
  await page
    .locator('.next .problem')
    .getByText(/^character 5 is '§'/)
    .waitFor();
  assert.equal(await page.locator('.memory').isVisible(), false, 'only one panel is shown');
});
