import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openInspection } from './support/inspection.js';
import { openTab } from './support/controls.js';

test('a found unit colours the text', async (t) => {
  const { page, readout } = await openInspection(t, 'lstm');
  await openTab(page, 'Who does what');
  await page.getByRole('button', { name: 'Find units' }).click();
  const best = page.getByRole('button', { name: /^inside brackets: layer \d, unit \d+/ }).first();
  const name = String(await best.getAttribute('aria-label'));
  await best.click();
  const [, layer, unit] = name.match(/layer (\d), unit (\d+)/) ?? [];
  await page.getByText(`Layer ${layer}, unit ${unit}: cell state c`).waitFor();
  const coloured = page.getByRole('group', { name: 'The text, coloured by the unit' });
  await coloured.getByText('w').first().waitFor();
  await openTab(page, 'All units');
  await readout.getByText(`unit ${unit}: cell state c`).waitFor();
  const layerIndex = await page.getByLabel('Layer', { exact: true }).inputValue();
  assert.equal(layerIndex, String(Number(layer) - 1));
  await openTab(page, 'Surprise');
  await page
    .locator('.colour option', { hasText: `unit ${unit}: cell state c` })
    .waitFor({ state: 'attached' });
  assert.equal(await page.getByLabel('Colour by').inputValue(), 'unit');
});

test('a feature that no unit follows is named, without a unit', async (t) => {
  // One unit for ten features, hardly trained.
  const { page } = await openInspection(t, 'lstm', { hiddenSize: 1, numLayers: 1 });
  await openTab(page, 'Who does what');
  await page.getByRole('button', { name: 'Find units' }).click();
  const others = await page.getByText(/^No unit follows .* yet\.$/).innerText();
  const chips = await page.locator('.found button').evaluateAll((buttons) =>
    buttons.map((button) => {
      const [feature, unit] = String(button.ariaLabel).split(':');
      return { feature, correlation: Number(unit.split(', ').at(-1)?.replace('−', '-')) };
    }),
  );
  for (const { feature, correlation } of chips) {
    assert.ok(Math.abs(correlation) >= 0.3, `${feature} ${correlation}`);
    assert.ok(!others.includes(feature), `${feature} is in: ${others}`);
  }
});
