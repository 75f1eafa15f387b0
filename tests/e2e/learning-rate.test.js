import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openInspection, STEPS, TEXT, train } from './support/inspection.js';
import { openTab } from './support/controls.js';
import { records } from './support/records.js';
import { assertSoon } from './support/soon.js';

test('continuing from an earlier step shows the learning rate of that step', async (t) => {
  const { page, tag } = await openInspection(t, 'lstm', { panels: 'settings memory' });
  const rate = page.getByLabel('Learning rate', { exact: true });
  const configOf = () => tag.evaluate((/** @type {any} */ tag) => tag.config);
  const before = await configOf();
  await openTab(page, 'Settings');
  await rate.fill('0.001');
  await openTab(page, 'All units');
  await page.getByRole('slider', { name: 'Step' }).focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: 'Continue from this step' }).click();
  await page.getByText(/^now, after 2 steps$/).waitFor();
  await openTab(page, 'Settings');
  await assertSoon(async () => assert.equal(Number(await rate.inputValue()), before.learningRate));
  assert.deepEqual(await configOf(), before);
  await tag.evaluate((/** @type {any} */ tag) => tag.step());
  const { steps } = await records(page);
  const expected = train(TEXT, before, 2).trainSteps(1);
  assert.deepEqual([steps.at(-1)?.step, steps.at(-1)?.loss], [3, expected.loss]);
  assert.equal(STEPS, 4);

  await rate.fill('0.002');
  await tag.evaluate((/** @type {any} */ tag) => tag.step());
  await assertSoon(async () =>
    assert.equal(Number(await rate.inputValue()), 0.002, 'a choice stays'),
  );
});
