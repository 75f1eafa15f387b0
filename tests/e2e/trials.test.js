/** The tabs that try and set: their questions, what they hide, and their accessibility. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, DARK, FORCED } from './support/axe.js';
import { openPage, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { assertSoon } from './support/soon.js';

const { url } = await serve();

/**
 * The tabs, with the question of each.
 *
 * @type {Record<string, string>}
 */
const QUESTIONS = {
  Race: 'Does a memory with gates help on this text?',
  'Memory test': 'How far back does each cell remember?',
  'Learning rate': 'How far should each step go?',
  Cell: 'What is a unit made of?',
  Settings: 'How large is it, and how does it learn?',
  Writing: 'How does it choose the letters it writes?',
};

/** @typedef {import('playwright-core').Page} Page */

/** @type {{within: [string, string]}} */
const VIEW = { within: ['lstm-playground', '.view'] };

/**
 * The acts that give each view a result, as quickly as can be.
 *
 * @type {Record<string, (page: Page, panel: import('playwright-core').Locator) => Promise<void>>}
 */
const RUNS = {
  async Race(page, panel) {
    await panel.getByRole('button', { name: 'More choices' }).click();
    await panel.getByRole('button', { name: 'Add a network' }).click();
    await panel.getByLabel('Steps').fill('10');
    await panel.getByRole('button', { name: 'Start' }).click();
    await panel
      .getByText(/^After 10 steps the lstm 1 is at .* bits a letter, the rnn 2 at/)
      .waitFor();
  },
  async 'Memory test'(page, panel) {
    await panel.getByRole('slider', { name: 'Greatest lag' }).fill('8');
    await panel.getByLabel('Steps').fill('1');
    await panel.getByRole('button', { name: 'Start' }).click();
    await panel.getByText(/^Over 5 to 8 letters guessing recalls/).waitFor();
  },
  async 'Learning rate'(page, panel) {
    await panel.getByRole('button', { name: 'Test learning rates' }).click();
    await panel.getByText(/^Forty steps learn most at/).waitFor();
  },
  async Cell(page) {
    await controls(page).checkGradients.click();
    await controls(page).agreed.waitFor();
    await page.getByText('The method').click();
  },
  async Settings(page) {
    await page.getByLabel('Batch size', { exact: true }).fill('0');
    await page.getByLabel('Batch size', { exact: true }).blur();
    await page
      .getByText(/^batchSize must be/)
      .first()
      .waitFor();
  },
  async Writing(page) {
    await page.getByLabel('Temperature', { exact: true }).focus();
    await page.getByText(/^Low values play safe/).waitFor();
  },
};

test('axe finds nothing in the tabs that try and set, before and after a run', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  await openTab(page, 'Settings');
  await page.getByLabel('Hidden size', { exact: true }).fill('8');
  for (const [tab, run] of Object.entries(RUNS)) {
    await openTab(page, tab);
    const panel = page.locator('.view .panel:not([hidden])');
    await panel.getByRole('heading', { name: QUESTIONS[tab], exact: true }).waitFor();
    await assertAccessible(page, `${tab} is empty`, VIEW); // a result shows more colours
    await run(page, panel);
    await assertAccessible(page, `${tab} has a result`, { ...VIEW, others: [DARK, FORCED] });
  }
});

test('each view that tries or sets asks a question, and says in a line what to do', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  for (const [tab, question] of Object.entries(QUESTIONS)) {
    await openTab(page, tab);
    const panel = page.getByRole('tabpanel', { name: tab, exact: true });
    await panel.getByRole('heading', { level: 2, name: question, exact: true }).waitFor();
    const line = panel.locator('.panel:not([hidden]) > .head > .note');
    assert.match(await line.innerText(), /^[A-Z].{30,110}\.$/);
    const { lineHeight, height } = await line.evaluate((line) => ({
      lineHeight: parseFloat(getComputedStyle(line).lineHeight),
      height: line.getBoundingClientRect().height,
    }));
    assert.ok(height < 1.5 * lineHeight, `${tab}: one line, not ${height / lineHeight}`);
  }
});

test('no view that tries or sets is wider than a phone, with a result either', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { viewport: { width: 390, height: 844 } });
  const overflow = () =>
    page.locator('.view').evaluate((view) => view.scrollWidth - view.clientWidth);
  for (const tab of Object.keys(QUESTIONS)) {
    await openTab(page, tab);
    const panel = page.locator('.view .panel:not([hidden])');
    await panel.getByRole('heading', { name: QUESTIONS[tab], exact: true }).waitFor();
    assert.equal(await overflow(), 0, tab);
    if (!['Race', 'Memory test'].includes(tab)) continue;
    await RUNS[tab](page, panel);
    assert.equal(await overflow(), 0, `${tab} with a result`);
  }
});

test('a setting tells its range and default only in focus, and what is wrong at once', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  await openTab(page, 'Settings');
  const settings = page.locator('.set .settings');
  const ranges = settings.locator('.range');
  await settings.getByLabel('Layers', { exact: true }).waitFor();
  const visible = async () => {
    const all = await ranges.all();
    const texts = await Promise.all(
      all.map(async (range) => ((await range.isVisible()) ? range.innerText() : '')),
    );
    return texts.filter(Boolean);
  };
  /** @param {string[]} texts */
  const assertVisible = (texts) => assertSoon(async () => assert.deepEqual(await visible(), texts));
  await assertSoon(async () => assert.ok((await ranges.count()) > 10));
  await assertVisible([]);
  const layers = settings.getByLabel('Layers', { exact: true });
  await layers.focus();
  await assertVisible(['1 to 3 layers, default 1']);
  await layers.fill('9');
  await layers.blur();
  await settings.getByText('numLayers must be a whole number from 1 to 3, got 9').waitFor();
  await assertVisible([]);
  await openTab(page, 'Cell');
  const standard = page.getByText('default LSTM');
  await standard.waitFor({ state: 'hidden' });
  await controls(page).cell.focus();
  await standard.waitFor();
});

test('"Is it computed right?" stands last under Cell', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  await openTab(page, 'Cell');
  const last = page.locator('.set .cell > :last-child');
  await last.getByRole('heading', { name: 'Is it computed right?' }).waitFor();
  await last.getByRole('button', { name: 'Prove it' }).waitFor();
});
