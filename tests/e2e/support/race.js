/** A race of two small networks. */

import { openPost } from './browser.js';

export const TEXT = 'who runs, and who is first? she who runs first is first. '.repeat(20);
const CONFIG = { hiddenSize: 16, seqLen: 16, batchSize: 4, numLayers: 1, learningRate: 0.01 };
export const STEPS = 60;

/**
 * Opens a post with a race of two small networks.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} [text]
 * @param {object} [chosen] settings
 */
export async function openRace(t, text = TEXT, chosen = {}) {
  const { page } = await openPost(t, '<lstm-playground panels="race"></lstm-playground>');
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), {
    text,
    config: { ...CONFIG, ...chosen },
  });
  const race = page.locator('.race');
  await race.getByRole('combobox', { name: 'Text', exact: true }).selectOption('your text');
  await race.getByLabel('as many weights as the first').uncheck();
  await race.getByRole('button', { name: 'More choices' }).click();
  for (const name of ['Network 1', 'Network 2']) {
    await race.getByRole('group', { name }).getByLabel('Hidden size').fill('16');
  }
  await race.getByLabel('Steps').fill(String(STEPS));
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  return { page, race, start: race.getByRole('button', { name: 'Start' }), config };
}

/**
 * @param {import('playwright-core').Locator} race
 * @returns {Promise<string[][]>}
 */
export const rowsOf = (race) =>
  race
    .getByRole('group', { name: 'Results' })
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [.../** @type {HTMLTableRowElement} */ (row).cells].map(({ innerText }) => innerText),
      ),
    );
