import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { formatWhole } from '../../www/src/lib/format.js';
import { cells, sources } from '../../www/src/cells/cells.js';
import { assertExplains } from './support/cell-explanation.js';
import { controls, openTab } from './support/controls.js';
import { openPost } from './support/browser.js';

const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const TEXT = 'she sells sea shells by the sea shore. ';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** @typedef {import('playwright-core').Page} Page */

/** @param {import('node:test').TestContext} t */
async function openTag(t) {
  const { page } = await openPost(
    t,
    `<lstm-playground text="${TEXT}" hidden-size="8"></lstm-playground>`,
  );
  const ui = controls(page);
  await openTab(page, 'Cell');
  await ui.cell.waitFor();
  return { page, ui, tag: page.locator('lstm-playground') };
}

/**
 * The number of weights of a model with the tag's text and settings, but for these settings.
 *
 * @param {Page} page
 * @param {object} [settings]
 */
async function weightsOf(page, settings) {
  const { text, config } = await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ { text, config }) => ({ text, config }));
  const model = new Playground(text, { ...config, ...settings });
  return model.parameterNames().reduce((sum, name) => {
    const [rows, columns] = model.parameterShape(name);
    return sum + rows * columns;
  }, 0);
}

/**
 * Waits for this number of weights on screen; undefined for none.
 *
 * @param {Page} page
 * @param {number} [count]
 */
async function waitForWeights(page, count) {
  const start = count === undefined ? '' : `${formatWhole(count)} weights in the whole network\\. `;
  const hasText = new RegExp(`^${start}A layer of cells has`);
  await page.locator('.account .note', { hasText }).waitFor();
}

test('arrow keys select every cell, and its explanation names its sources', async (t) => {
  const { page, ui } = await openTag(t);
  await ui.cell.focus();
  for (const [i, cell] of cells.entries()) {
    if (i > 0) await page.keyboard.press('ArrowDown');
    await assertExplains(page, cell, 'textbook');
    const links = await page
      .locator('.description a')
      .evaluateAll((/** @type {HTMLAnchorElement[]} */ all) =>
        all.map(({ textContent, href, target, rel }) => [textContent, href, target, rel]),
      );
    const named = Object.entries(sources).filter(([name]) =>
      cell.description.textbook.includes(name),
    );
    assert.deepEqual(
      links.sort(),
      named.map((source) => [...source, '_blank', 'noreferrer']).sort(),
    );
  }
  await page.keyboard.press('Home');
  await assertExplains(page, cells[0], 'textbook');
});

test('the equations of every cell are MathML', async (t) => {
  const { page, ui } = await openTag(t);
  for (const cell of cells) {
    await ui.cell.selectOption(cell.name);
    await assertExplains(page, cell, 'textbook');
    const wrong = await page.locator('.account math').evaluateAll((all, namespace) => {
      const size = (/** @type {Element} */ node) => parseFloat(getComputedStyle(node).fontSize);
      const isRight = (/** @type {Element} */ node) => {
        const { width, height } = node.getBoundingClientRect();
        const [name, subscript] = node.localName === 'msub' ? node.children : [];
        // Operators may be invisible. Browsers with MathML draw subscripts small.
        const isSeen = node.localName === 'mo' || (width > 0 && height > 0);
        return (
          node.namespaceURI === namespace && isSeen && !(name && size(name) <= size(subscript))
        );
      };
      const nodes = all.flatMap((math) => [math, ...math.querySelectorAll('*')]);
      return nodes.filter((node) => !isRight(node)).map((node) => node.outerHTML);
    }, MATHML);
    assert.deepEqual(wrong, [], cell.name);
  }
});

test('the number of weights is right for the model, with one layer and with three', async (t) => {
  const { page, ui } = await openTag(t);
  for (const numLayers of [1, 3]) {
    await openTab(page, 'Settings');
    await page.getByLabel('Layers', { exact: true }).fill(String(numLayers));
    await page.getByLabel('Layers', { exact: true }).press('Enter');
    await openTab(page, 'Cell');
    for (const { name } of cells) {
      await ui.cell.selectOption(name);
      await waitForWeights(page, await weightsOf(page, { cell: name, numLayers }));
    }
  }
});

test('the number of weights follows the normalised text', async (t) => {
  const { page, tag } = await openTag(t);
  for (const text of ['abcdefghijklmnop'.repeat(9), 'ab\r\nba\r\n', 'e\u0301te\u0301, été']) {
    await tag.evaluate((/** @type {any} */ tag, text) => (tag.text = text), text);
    await waitForWeights(page, await weightsOf(page));
  }
});

test('the number of weights is hidden without a text or a size', async (t) => {
  const { page, ui } = await openTag(t);
  const size = page.getByLabel('Hidden size', { exact: true });
  for (const wrong of ['1e', '0', '2000', '1.5']) {
    await openTab(page, 'Settings');
    await size.fill(wrong);
    await size.press('Enter');
    await page.getByText(/^hiddenSize must be/).waitFor();
    await openTab(page, 'Cell');
    await waitForWeights(page, undefined);
  }
  await openTab(page, 'Settings');
  await size.fill('9');
  await size.press('Enter');
  await openTab(page, 'Cell');
  await waitForWeights(page, await weightsOf(page, { hiddenSize: 9 }));
  await ui.text.fill('');
  await waitForWeights(page, undefined);
});
