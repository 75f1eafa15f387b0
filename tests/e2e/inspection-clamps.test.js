import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBits } from '../../www/src/lib/format.js';
import { bitsOf, openInspection, TEXT } from './support/inspection.js';
import { openTab } from './support/controls.js';
import { assertSoon } from './support/soon.js';

test('a clamped gate changes the reading and the writing, until it is released', async (t) => {
  const { page, playground } = await openInspection(t, 'lstm');
  await openTab(page, 'Surgery');
  const surgery = page.locator('.surgery');
  const clamp = surgery.getByRole('button', { name: 'Clamp', exact: true });
  await surgery.getByLabel('Quantity').selectOption('f');
  await surgery.getByLabel('Value').fill('');
  await clamp.click();
  await surgery.getByText(/^value must be a number from/).waitFor();
  await surgery.getByLabel('Value').fill('0');
  await clamp.click();
  await surgery.getByText('forget gate f, all units of layer 1, at 0').waitFor();
  const clamped = surgery.getByRole('figure', { name: 'Clamped', exact: true });
  const bits = bitsOf(playground, [{ layer: 0, quantity: 'f', value: 0 }]);
  await clamped.getByText(`${formatBits(bits)} bits for`).waitFor();
  const texts = surgery.locator('.compare pre.sample');
  const both = surgery.getByRole('figure', { name: /lamped$/ });
  await assertSoon(async () => {
    const [unclampedText = '', clampedText = ''] = await texts.allInnerTexts();
    assert.ok(unclampedText.startsWith(TEXT[0]) && clampedText.startsWith(TEXT[0]));
    assert.notEqual(clampedText, unclampedText);
    assert.equal(await both.getByText(/bits a letter\.$/).count(), 2);
  });
  const height = () => surgery.locator('.compare').evaluate((element) => element.clientHeight);
  const before = await height();
  await surgery.getByRole('button', { name: /^Release/ }).click();
  await surgery.getByText(/^Press Clamp, or Silence the unit/).waitFor();
  await assertSoon(async () =>
    assert.equal(await height(), before, 'the same height without a clamp'),
  );
  await clamped.waitFor({ state: 'hidden' });
  await surgery.getByRole('button', { name: 'Silence the unit' }).click();
  await surgery.getByText('hidden state h, unit 1 of layer 1, at 0').waitFor();
  await surgery.getByRole('button', { name: 'Silence the unit' }).click();
  assert.equal(await surgery.getByRole('listitem').count(), 1, 'one clamp is enough');
});

test('a reset while both continuations are being written leaves no message', async (t) => {
  const { page, tag } = await openInspection(t, 'lstm');
  await openTab(page, 'Surgery');
  const surgery = page.locator('.surgery');
  await surgery.getByLabel('Quantity').selectOption('f');
  await surgery.getByRole('button', { name: 'Clamp', exact: true }).click();
  await surgery.locator('.compare pre.sample').first().getByText(/\S/).first().waitFor();
  await tag.evaluate(async (/** @type {any} */ tag) => {
    const buttons = [...tag.shadowRoot.querySelectorAll('.surgery button')];
    buttons.find(({ textContent }) => textContent === 'Write from here').click();
    await tag.reset();
  });
  assert.equal((await surgery.locator('.problem').allTextContents()).join(''), '');
});

test('a smaller network is not asked for a unit that only the one before had', async (t) => {
  const { page, tag } = await openInspection(t, 'lstm', { panels: 'live memory surgery' });
  await openTab(page, 'Surgery');
  const surgery = page.locator('.surgery');
  const unit = page.locator('.choices').getByLabel('Unit', { exact: true });
  await unit.fill('12');
  await unit.press('Tab');
  await surgery.locator('option', { hasText: 'unit 12 of layer 1' }).waitFor({ state: 'attached' });
  await page.getByRole('tab', { name: 'Surgery' }).click(); // closes it
  await tag.evaluate(async (/** @type {any} */ tag) => {
    tag.config = { hiddenSize: 4 };
    await tag.reset();
    await tag.step();
  });
  await page.locator('section.live .chooser').getByText(/of 4$/).waitFor();
  // The view is open before the page of the text is read for it.
  const seen = await tag.evaluate(async (/** @type {any} */ { shadowRoot }) => {
    const buttons = [...shadowRoot.querySelectorAll('button')];
    const tab = [...shadowRoot.querySelectorAll('[role=tab]')].find(
      ({ textContent }) => textContent === 'Surgery',
    );
    tab.click();
    const silence = buttons.find(({ textContent }) => textContent === 'Silence the unit');
    return [silence.checkVisibility(), silence.checkVisibility({ visibilityProperty: true })];
  });
  assert.deepEqual(seen, [true, false], 'it has its room, and shows nothing of the network before');
  await surgery.getByRole('button', { name: 'Silence the unit' }).click();
  await surgery.getByText('hidden state h, unit 4 of layer 1, at 0').waitFor();
});
