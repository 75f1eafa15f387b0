/** A walk through everything that a playground shows and writes. */

import { readFile } from 'node:fs/promises';
import { GROUPS } from '../../../www/src/element/panels.js';
import { controls, openTab } from './controls.js';
import { moreSteps, reachState } from './records.js';

/** @typedef {import('playwright-core').Page} Page */

/** The acts that a view offers, by the titles of the tabs. */
const ACTS = /** @type {Record<string, (page: Page) => Promise<void>>} */ ({
  'One unit': async (page) => {
    for (const view of await page.locator('.panel.opened summary').all()) await view.click();
  },
  'Who does what': async (page) => {
    await press(page, 'Find units');
    await page.locator('.panel.units button[aria-pressed], .panel.units tbody').first().waitFor();
  },
  Surgery: async (page) => {
    await press(page, 'Clamp');
    await page.getByRole('button', { name: /^Release/ }).waitFor();
  },
  Race: async (page) => {
    const race = page.locator('.race');
    await race.getByRole('combobox', { name: 'Text', exact: true }).selectOption('your text');
    await race.getByLabel('Steps').fill('4');
    await race.getByRole('button', { name: 'Start' }).click();
    await race.getByRole('group', { name: 'Results' }).locator('tbody tr').nth(1).waitFor();
  },
  'Memory test': async (page) => {
    const lags = page.locator('.lags');
    await lags.getByRole('slider', { name: 'Greatest lag' }).fill('2');
    await lags.getByLabel('Steps').fill('1');
    await lags.getByRole('button', { name: 'Start' }).click();
    await lags.getByText(/guessing recalls/).waitFor();
  },
  'Learning rate': async (page) => {
    await page.locator('.rate').getByRole('button', { name: 'Test learning rates' }).click();
    await page.locator('.rate').getByRole('button', { name: /^Use / }).waitFor();
  },
  Cell: async (page) => {
    await controls(page).checkGradients.click();
    await controls(page).agreed.waitFor();
  },
});

/** @param {Page} page @param {string} name */
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/**
 * The content of a file that a button saves.
 *
 * @param {Page} page
 * @param {import('playwright-core').Locator} button
 */
export async function savedBy(page, button) {
  const saving = page.waitForEvent('download');
  await button.click();
  const download = await saving;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/**
 * Trains, writes, opens every view and dialog, and saves every kind of file, in a page of the
 * playground with a text of its own and a small network.
 *
 * @param {Page} page
 * @param {object} options
 * @param {string} options.prompt
 * @param {string} options.name of the run, among those that are kept
 * @returns {Promise<Map<string, Buffer>>} the files by their names
 */
export async function walkThrough(page, { prompt, name }) {
  const ui = controls(page);
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  /** @param {import('playwright-core').Locator} button */
  const save = async (button) => {
    const file = await savedBy(page, button);
    files.set(file.name.replace(/^.*-step-\d+/, 'run'), file.bytes);
  };
  await ui.train.click();
  await moreSteps(page, 12);
  await ui.pause.click();
  await reachState(page, 'paused');
  await ui.prompt.fill(prompt);
  await ui.write.click();
  await ui.sample.getByText(/^after [\d,]+ steps?, (best, )?seed/).waitFor();
  for (const { title } of Object.values(GROUPS).flatMap((group) => Object.values(group))) {
    await openTab(page, title);
    await page.locator('.view > :not([hidden]):not(.unloaded)').waitFor();
    await ACTS[title]?.(page);
  }
  const kept = page.locator('.stored-run').first();
  await kept.getByRole('button', { name: /^Rename/ }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await press(page, 'Save name');
  await kept.getByRole('button', { name: /^Delete/ }).click();
  await press(page, 'Undo');
  await kept.getByRole('button', { name: /^Rename/ }).waitFor();

  await save(page.getByRole('button', { name: 'Save run', exact: true }));
  await page.locator('section.curve').getByText('Table', { exact: true }).click();
  for (const kind of ['SVG', 'CSV']) {
    await save(page.locator('section.curve').getByRole('button', { name: kind, exact: true }));
  }
  await press(page, 'Export');
  for (const kind of ['.safetensors', '.onnx', '.zip']) {
    await save(page.getByRole('button', { name: `Save ${kind}`, exact: true }));
  }
  await page.keyboard.press('Escape');

  await press(page, 'Share');
  const dialog = page.getByRole('dialog', { name: 'Share this setup' });
  await dialog.getByRole('button', { name: 'Show the hash' }).click();
  await dialog.locator('.hash:not(:empty)').waitFor();
  for (const label of ['A link', 'In a page of your own'])
    files.set(label, Buffer.from(await dialog.getByLabel(label).inputValue()));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return files;
}
