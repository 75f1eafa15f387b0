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
  await openTab(page, 'All units');
  const [, layer, unit] = name.match(/layer (\d), unit (\d+)/) ?? [];
  await readout.getByText(`unit ${unit}: cell state c`).waitFor();
  const layerIndex = await page.getByLabel('Layer', { exact: true }).inputValue();
  assert.equal(layerIndex, String(Number(layer) - 1));
  await openTab(page, 'Surprise');
  await page
    .locator('.colour option', { hasText: `unit ${unit}: cell state c` })
    .waitFor({ state: 'attached' });
  assert.equal(await page.getByLabel('Colour by').inputValue(), 'unit');
});
