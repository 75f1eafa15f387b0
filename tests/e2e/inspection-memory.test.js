import assert from 'node:assert/strict';
import { test } from 'node:test';
import { titleOf } from '../../www/src/cells/gate-names.js';
import { gateSum } from '../../www/src/cells/sums-in-words.js';
import { descending, meanChange, settled } from '../../www/src/inspection/unit-statistics.js';
import { formatSigned } from '../../www/src/lib/format.js';
import { visible } from '../../www/src/views/visible.js';
import { cellsOf, HIDDEN_SIZE, openInspection, read, TEXT } from './support/inspection.js';
import { openTab } from './support/controls.js';
import { moreSteps, reachStep } from './support/records.js';
import { assertSoon } from './support/soon.js';

for (const [cell, numLayers, firstGate] of /** @type {const} */ ([
  ['lstm', 2, 'f'],
  ['peephole', 3, 'f'],
  ['full-gate-recurrence', 2, 'f'],
  ['four-gate', 1, 'f'],
  ['gru', 3, 'r'],
  ['rnn', 2, 'h'],
])) {
  test(`${cell}: the keyboard selects characters and units, and all panels show their numbers`, async (t) => {
    const { page, strip, readout, playground } = await openInspection(t, cell, { numLayers });
    const top = numLayers - 1;
    const layer = page.getByLabel('Layer', { exact: true });
    if (numLayers > 1) await layer.selectOption(String(numLayers));
    else assert.ok(await layer.isHidden(), 'one layer leaves nothing to choose');
    const { values } = read(playground).layers[top];
    const quantity = values.f ? 'f' : 'hidden';
    const numbers = values[quantity];
    const order = descending(meanChange(settled(numbers, HIDDEN_SIZE), HIDDEN_SIZE));
    const title = titleOf(quantity, 'textbook');

    /**
     * @param {number} index
     * @param {number} unit
     */
    const expected = (index, unit) => {
      const value = formatSigned(numbers[index * HIDDEN_SIZE + unit]);
      return `“${visible(TEXT[index])}”, unit ${unit + 1}: ${title} ${value}.`;
    };
    await readout.getByText(expected(0, 0)).waitFor();
    await strip.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'PageDown', 'ArrowLeft']) {
      await page.keyboard.press(key);
    }
    await readout.getByText(expected(11, 0)).waitFor();
    const unit = order[Math.min(HIDDEN_SIZE - 1, order.indexOf(0) + 1)];
    await page.keyboard.press('ArrowDown');
    await readout.getByText(expected(11, unit)).waitFor();
    await assertSoon(async () => {
      assert.equal(await strip.getAttribute('aria-valuetext'), expected(11, unit));
      assert.equal(await strip.getAttribute('aria-valuenow'), '11');
    });

    // The table has all numbers of the character.
    await page.getByText('The selected letter as a table').click();
    const rows = page.locator('.column tbody tr');
    const named = Object.entries(values).filter(([name]) => name !== 'h'); // also called hidden
    const numbersOfAll = order.map((unit) => [
      String(unit + 1),
      ...named.map(([, all]) => formatSigned(all[11 * HIDDEN_SIZE + unit])),
    ]);
    await assertSoon(async () => assert.deepEqual(await cellsOf(rows), numbersOfAll));

    // The opened cell has the sums of the same unit at the same character.
    await openTab(page, 'One unit');
    await page
      .getByText(`Layer ${numLayers}, unit ${unit + 1}, reading “${visible(TEXT[11])}”.`)
      .waitFor();
    const sums = playground.gateSums(top, unit, 11);
    const first = sums.find(({ name }) => name === firstGate);
    assert.ok(first);
    const { [first.name]: gate } = values;
    const squash = cell === 'rnn' ? 'tanh' : 'σ';
    const value = gate[11 * HIDDEN_SIZE + unit];
    /** @type {string[]} */
    let lines = [];
    await assertSoon(async () => {
      assert.equal(await page.locator('.node.active').count(), 1, 'the first step is active');
      lines = await page.locator('.steps .sum').allInnerTexts();
      assert.equal(lines[0], gateSum(first, squash, value, top, 'textbook'));
    });
    await page.locator('.steps button').first().focus();
    await page.keyboard.press('ArrowDown');
    const current = page.locator('.steps [aria-current="step"]');
    if (lines.length > 1)
      await current.locator('.sum').getByText(lines[1], { exact: true }).waitFor();

    // The text is walked along from here, too.
    await page.getByRole('button', { name: 'Letter after' }).press('Enter');
    await page.getByText(`unit ${unit + 1}, reading “${visible(TEXT[12])}”.`).waitFor();
    await page.locator('.around', { hasText: TEXT.slice(13, 16).trim() }).waitFor();
  });
}

test('units keep their rows while the network trains, and stand in a fresh order at rest', async (t) => {
  const { page, tag } = await openInspection(t, 'lstm', { numLayers: 1, learningRate: 0.01 });
  await page.getByText('The selected letter as a table').click();
  const rows = page.locator('.column tbody tr');
  await rows.nth(HIDDEN_SIZE - 1).waitFor();
  const unitsOf = async () => (await cellsOf(rows)).map(([unit]) => unit);
  const units = await unitsOf();
  await tag.evaluate((/** @type {any} */ tag) => tag.train());
  await reachStep(page, 150);
  await moreSteps(page, 3); // time for an inspection
  assert.deepEqual(await unitsOf(), units);
  await tag.evaluate((/** @type {any} */ tag) => tag.pause());
  await page.waitForFunction((before) => {
    const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
    const rows = shadowRoot?.querySelectorAll('.column tbody tr') ?? [];
    return String([...rows].map((row) => row.firstElementChild?.textContent)) !== before;
  }, String(units));
});

test('every character of a long text can be selected', async (t) => {
  const text = TEXT.repeat(131).slice(0, 100_000);
  const index = 98_765;
  const options = { text, numLayers: 1, index };
  const { page, readout, playground } = await openInspection(t, 'lstm', options);
  const start = index - 300 - 9; // a quarter of the page, and the characters read before the page
  const { layers } = playground.inspect(text.slice(start, index + 1));
  const value = formatSigned(layers[0].values.f[HIDDEN_SIZE * (index - start)]);
  await readout.getByText(`“${visible(text[index])}”, unit 1: forget gate f ${value}.`).waitFor();
  await openTab(page, 'Surprise');
  await page.getByText(/^letter 98,766 of 100,000: /).waitFor();
});
