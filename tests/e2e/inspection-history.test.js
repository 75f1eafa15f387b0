import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSigned } from '../../www/src/lib/format.js';
import { openInspection, read, STEPS, TEXT, train } from './support/inspection.js';

test('an earlier step can be inspected, and training continues from it', async (t) => {
  const { page, tag, readout, playground } = await openInspection(t, 'lstm', { panels: 'memory' });
  const step = page.getByRole('slider', { name: 'Step' });
  const continueButton = page.getByRole('button', { name: 'Continue from this step' });
  await page.getByText(`now, after ${STEPS} steps`).waitFor();
  const before = `forget gate f ${formatSigned(read(playground).layers[0].values.f[0])}.`;
  await readout.getByText(before).waitFor();
  assert.ok(await continueButton.isHidden(), 'there is nothing to continue from');
  // The positions of the slider are 0, 1, 2, 3 and now.
  await step.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  const when = page.locator('.inspection .when');
  await when.getByText('after 1 step', { exact: true }).waitFor();
  const early = train(TEXT, await tag.evaluate((/** @type {any} */ tag) => tag.config), 1);
  const expected = formatSigned(read(early).layers[0].values.f[0]);
  await readout.getByText(`forget gate f ${expected}.`).waitFor();
  const sampling = { length: 200, temperature: 0.8, seed: 1 };
  await page
    .getByLabel('What it writes at this step')
    .getByText(early.generate(sampling).trim().slice(0, 20))
    .waitFor();
  await continueButton.click();
  await page.getByText('now, after 1 step', { exact: true }).waitFor();
  await continueButton.waitFor({ state: 'hidden' });
  for (let step = 1; step < STEPS; step++) {
    await tag.evaluate((/** @type {any} */ tag) => tag.step());
  }
  await page.getByText(`now, after ${STEPS} steps`).waitFor();
  await readout.getByText(before).waitFor();
});
