import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOOK } from '../../www/src/element/panels.js';
import { openPage, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { assertSoon } from './support/soon.js';

const { url } = await serve();

/**
 * The controls of the row below each question, where the network has two layers.
 *
 * @type {Record<string, string[]>}
 */
const CHOICES = {
  'One unit': ['Layer', 'Unit', 'Text to read', 'Step'],
  'All units': ['Layer', 'Unit', 'Show', 'Text to read', 'Step'],
  Surprise: ['Text to read', 'Step'],
  'Next letter': ['Text to read', 'Step'],
  'Who does what': ['Step'],
  Surgery: ['Layer', 'Unit', 'Text to read', 'Step'],
  Reach: ['Layer', 'Text to read', 'Step'],
};

test('each view asks a question, before training too, and then says what one can do', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { viewport: { width: 1280, height: 800 } });
  const ui = controls(page);
  await ui.train.waitFor();
  for (const { title, heading } of Object.values(LOOK)) {
    await openTab(page, title);
    assert.match(heading, /^[A-Z].*\?$/);
    await page.getByRole('heading', { name: heading }).waitFor();
    await page.getByText('Press Train or Step to look inside.').waitFor();
  }
  await ui.step.click();
  for (const { title, heading } of Object.values(LOOK)) {
    await openTab(page, title);
    const head = page.locator('.view .head', { hasText: heading });
    await head.locator('.note').waitFor();
    await assertSoon(async () => {
      assert.match(await head.locator('.note').innerText(), /^[A-Z].*\.$/);
      const { height } = /** @type {{height: number}} */ (await head.boundingBox());
      assert.ok(height <= 28, `one line at 1280 px, got ${height} px: ${heading}`);
    });
  }
});

test('a view has the choices that it uses, in one row', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { viewport: { width: 1280, height: 800 } });
  const ui = controls(page);
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => {
    tag.config = { hiddenSize: 16, numLayers: 2, learningRate: 0.02 };
  });
  await ui.train.click();
  const models = page.locator('.choices .models');
  await models.getByRole('button', { name: /^best/ }).waitFor();
  await ui.pause.click();
  for (const { title } of Object.values(LOOK)) {
    await openTab(page, title);
    const row = page.locator('.view .choices > .bar');
    await assertSoon(async () => {
      const { names, middles } = await row.evaluate((bar) => {
        const shown = [...bar.querySelectorAll('input, select, .models')].filter((element) =>
          element.checkVisibility(),
        );
        return {
          names: shown.map((element) => element.getAttribute('aria-label')),
          middles: shown.map((element) => {
            const { top, bottom } = element.getBoundingClientRect();
            return Math.round((top + bottom) / 2);
          }),
        };
      });
      assert.deepEqual(names, [...CHOICES[title], 'Network'], title);
      assert.ok(Math.max(...middles) - Math.min(...middles) <= 2, `${title}: ${middles}`);
    });
  }
  // A text that is coloured by a unit has a choice of it.
  await openTab(page, 'Surprise');
  await page.getByLabel('Unit', { exact: true }).waitFor({ state: 'hidden' });
  await page.getByLabel('Colour by').selectOption('unit');
  await page.getByLabel('Unit', { exact: true }).waitFor();
  await page.getByLabel('Show', { exact: true }).waitFor();
});

for (const { cell, width } of [
  { cell: 'lstm', width: 1280 },
  { cell: 'four-gate', width: 1280 },
  { cell: 'full-gate-recurrence', width: 1280 },
  { cell: 'lstm', width: 390 },
]) {
  test(`${cell}: the opened cell needs no scrolling inside its panel at ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { viewport: { width, height: 800 } });
    const ui = controls(page);
    await ui.train.waitFor();
    await page.locator('lstm-playground').evaluate((/** @type {any} */ tag, cell) => {
      tag.config = { hiddenSize: 16, cell };
    }, cell);
    await ui.step.click();
    await page.locator('.steps .sum').first().waitFor();
    const { beyond, hidden } = await page.locator('.view').evaluate((view) => {
      const { right, bottom } = view.getBoundingClientRect();
      const parts = [...view.querySelectorAll('.picture svg, .picture .node, .steps > li')];
      const boxes = parts.map((part) => part.getBoundingClientRect());
      return {
        beyond: boxes.filter((box) => box.right > right + 1).length,
        hidden: boxes.filter((box) => box.bottom > bottom + 1).length,
      };
    });
    assert.equal(beyond, 0, 'to the right');
    assert.equal(hidden, 0, 'below');
  });
}
