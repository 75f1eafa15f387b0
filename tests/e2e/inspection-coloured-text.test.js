import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBits, formatSigned } from '../../www/src/lib/format.js';
import { visible } from '../../www/src/views/visible.js';
import { moreSteps } from './support/records.js';
import { bitsOf, openInspection, TEXT } from './support/inspection.js';
import { openTab } from './support/controls.js';
import { assertSoon } from './support/soon.js';

test('the text shows the surprise of the model, and a click selects a letter', async (t) => {
  const { page, readout, playground } = await openInspection(t, 'lstm');
  const bits = bitsOf(playground);
  const mean = formatBits(bits / TEXT.length);
  await openTab(page, 'Surprise');
  const summary = `${formatBits(bits)} bits for ${TEXT.length} letters: ${mean} bits a letter.`;
  await page.locator('.colour .note').getByText(summary).waitFor();
  const spans = page.locator('.coloured').first().locator('span');
  await assertSoon(async () => assert.equal(await spans.count(), TEXT.length));
  await spans.nth(70).click();
  await openTab(page, 'All units');
  await readout.getByText(`“${visible(TEXT[70])}”`).waitFor();
});

test('the bits of the unseen text add up to the validation loss', async (t) => {
  // At a usual learning rate the network would soon know this text by heart.
  const options = { panels: 'colour', learningRate: 1e-5 };
  const { page, tag } = await openInspection(t, 'lstm', options);
  await tag.evaluate((/** @type {any} */ tag) => tag.train());
  await moreSteps(page, 30);
  await tag.evaluate((/** @type {any} */ tag) => tag.pause());
  await page.getByRole('button', { name: 'Unseen text' }).click();
  const note = page.locator('.colour .note').getByText(/all of the unseen text/);
  await note.waitFor();
  const text = await note.innerText();
  const [, loss, mean] = text.match(/measured at ([\d.]+): .*: ([\d.]+) bits a letter\.$/) ?? [];
  assert.ok(Number(mean) > 1, text);
  assert.equal(loss, mean);
  const figure = page.locator('.figures dt', { hasText: 'Unseen' }).locator('+ dd');
  await figure.getByText(mean, { exact: true }).waitFor();
});

test('the network reads a typed text of known letters', async (t) => {
  const { page, readout, playground } = await openInspection(t, 'lstm');
  const typed = 'is it (not) to be?';
  const known = typed.replace('?', '');
  await openTab(page, 'Surprise');
  await page.getByLabel('Text to read', { exact: true }).selectOption('another text');
  await page.getByLabel('Type a text to read').fill(typed);
  await page.getByText(/^Letter 18 is '\?'/).waitFor();
  await page.getByLabel('Type a text to read').fill(known);
  const { surprise, layers } = playground.inspect(known);
  const bits = formatBits(surprise.reduce((sum, x) => sum + x, 0));
  await page.locator('.colour .note').getByText(`${bits} bits for ${known.length}`).waitFor();
  const coloured = page.locator('.coloured').first();
  await assertSoon(async () => assert.equal(await coloured.innerText(), known));
  const first = formatSigned(layers[0].values.f[0]);
  await openTab(page, 'All units');
  await readout.getByText(`“i”, unit 1: forget gate f ${first}.`).waitFor();
  await openTab(page, 'Surprise');
  await page.getByLabel('Text to read', { exact: true }).selectOption('the learnt text');
  await page.locator('.colour .note').getByText(`for ${TEXT.length} letters`).waitFor();
});
