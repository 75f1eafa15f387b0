import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FEATURES } from '../../www/src/views/inspection/followed-features.js';
import { openInspection } from './support/inspection.js';
import { openTab } from './support/controls.js';
import { assertSoon } from './support/soon.js';

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
  await assertSoon(async () => {
    const layerIndex = await page.getByLabel('Layer', { exact: true }).inputValue();
    assert.equal(layerIndex, String(Number(layer) - 1));
  });
  await openTab(page, 'Surprise');
  const option = page.locator('.colour option', { hasText: `unit ${unit}: cell state c` });
  await option.waitFor({ state: 'attached' });
  const colourBy = page.getByLabel('Colour by');
  assert.equal(await colourBy.inputValue(), 'surprise', 'as the reader left it');
  await page.getByText(/^letter 1 of .* bits$/).waitFor();
  await colourBy.selectOption('unit');
  await page.getByText(/^letter 1 of .*: −?\d\.\d\d$/).waitFor();
});

test('the features that no unit follows are named, without a unit', async (t) => {
  // One unit for all features, hardly trained.
  const { page } = await openInspection(t, 'lstm', { hiddenSize: 1, numLayers: 1 });
  await openTab(page, 'Who does what');
  await page.getByRole('button', { name: 'Find units' }).click();
  const others = await page.getByText(/^No unit follows .* yet\.$/).innerText();
  const objects = others.replace(/^No unit follows | yet\.$/g, '').split(/, or | or |, /);
  const names = await page.locator('.found .feature').allInnerTexts();
  for (const { name, object } of Object.values(FEATURES)) {
    assert.ok(!names.includes(name) || !objects.includes(object), `${name} is in: ${others}`);
  }
});
