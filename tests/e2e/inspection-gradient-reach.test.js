import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible } from '../../www/src/views/visible.js';
import { cellsOf, openInspection, STEPS, TEXT, train } from './support/inspection.js';
import { openTab } from './support/controls.js';
import { assertSoon } from './support/soon.js';

test('the chart compares the gradient reach with an rnn after as many steps', async (t) => {
  const { page, strip, readout, playground } = await openInspection(t, 'lstm', {
    panels: 'memory reach',
  });
  await readout.getByText(/unit 1/).waitFor();
  const reach = page.locator('.reach');
  await openTab(page, 'Reach');
  await reach.getByText('Select a letter after the first one.').waitFor();
  await openTab(page, 'All units');
  await strip.focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('PageDown');
  await page.getByLabel('Layer', { exact: true }).selectOption('2');
  await openTab(page, 'Reach');
  await reach.getByText(`Influence on the prediction of “${visible(TEXT[60])}”`).waitFor();
  await reach.getByText('The text begins here:').waitFor();
  await reach.getByText('letters back, k: the text begins at the line').waitFor();
  await reach.getByText('The numbers as a table').click();
  await reach.getByRole('button', { name: 'Train a plain rnn to compare' }).click();
  await reach.getByText(`The rnn: after ${STEPS} steps.`).waitFor();
  const text = TEXT.slice(0, 61);
  const own = playground.gradientReach(text, 200);
  const rnn = train(TEXT, { ...playground.config(), cell: 'rnn' }).gradientReach(text, 200);
  const { hidden, cell, forgetPath } = own.layers[1];
  const columns = [hidden, cell, forgetPath, rnn.layers[1].hidden];
  assert.equal(columns[0].length, 60);
  await assertSoon(async () => {
    const shown = await cellsOf(reach.locator('tbody tr'));
    const expected = shown.map(([k]) => [
      k,
      ...columns.map((column) => column[Number(k)].toPrecision(3)),
    ]);
    assert.equal(shown.length, 30, 'every second of sixty');
    assert.deepEqual(shown, expected);
  });
});
