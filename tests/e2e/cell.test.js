import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { cells } from '../../www/src/cells/cells.js';
import { assertExplains } from './support/cell-explanation.js';
import { controls, openTab } from './support/controls.js';
import { moreSteps, reachState, records } from './support/records.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const TEXT = 'round the rugged rock the ragged rascal ran. '.repeat(30);
const UNTRAINED_BITS = Math.log2(new Set(TEXT).size);
/** Settings that learn half of the text within a second. */
const SMALL = 'hidden-size="16" seq-len="16" batch-size="8" learning-rate="0.01"';
const CHOICES = cells.map(({ name }) => name).join(', ');

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../www/src/cells/cells.js').Cell} Cell
 */

/** @param {string} name */
const cellOf = (name) => /** @type {Cell} */ (cells.find((cell) => cell.name === name));
const [lstm, gru, rnn, peephole] = ['lstm', 'gru', 'rnn', 'peephole'].map(cellOf);

/**
 * @param {import('node:test').TestContext} t
 * @param {string} [attributes]
 */
async function openSmall(t, attributes = '') {
  const post = `<lstm-playground text="${TEXT}" ${SMALL} ${attributes}></lstm-playground>`;
  const { page } = await openPost(t, post);
  const ui = controls(page);
  await openTab(page, 'Cell');
  return { page, ui, tag: page.locator('lstm-playground') };
}

/**
 * A model in Node with the tag's text and settings, but with this cell.
 *
 * @param {Page} page
 * @param {Cell} cell
 */
async function modelOf(page, { name }) {
  const { text, config } = await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ { text, config }) => ({ text, config }));
  return new Playground(text, { ...config, cell: name });
}

/**
 * Asserts that the first step is that of a model of this cell.
 *
 * @param {Page} page
 * @param {Cell} cell
 */
async function assertStartsAs(page, cell) {
  const { length } = (await records(page)).steps;
  await controls(page).step.click();
  await page.waitForFunction(
    (before) => /** @type {any} */ (window).records.step.length > before,
    length,
  );
  const { step, loss, gradNorm } = (await records(page)).steps[length];
  const expected = (await modelOf(page, cell)).trainSteps(1);
  assert.deepEqual(
    { step, loss, gradNorm },
    { step: 1, loss: expected.loss, gradNorm: expected.gradNorm },
    `the first step of ${cell.name}`,
  );
}

for (const cell of cells) {
  test(`${cell.title} can be chosen in the panel, and learns`, async (t) => {
    const { page, ui, tag } = await openSmall(t);
    await ui.cell.selectOption({ label: cell.title });
    const name = await tag.evaluate((/** @type {any} */ { config }) => config.cell);
    assert.equal(name, cell.name);
    await assertStartsAs(page, cell);
    await ui.train.click();
    await page.waitForFunction(
      (wanted) => /** @type {any} */ (window).records.step.at(-1)?.bitsPerChar < wanted,
      UNTRAINED_BITS / 2,
    );
    assert.deepEqual((await records(page)).errors, []);
  });
}

test('the cell is an attribute, and a field of the property config', async (t) => {
  const { page, ui, tag } = await openSmall(t, 'cell="gru"');
  await assertExplains(page, gru, 'textbook');
  assert.equal(await ui.cell.inputValue(), 'gru');
  await assertStartsAs(page, gru);
  await ui.reset.click();

  await tag.evaluate((/** @type {any} */ tag) => (tag.config = { cell: 'rnn', hiddenSize: 8 }));
  await assertExplains(page, rnn, 'textbook');
  assert.equal(await ui.cell.inputValue(), 'rnn');
  await assertStartsAs(page, rnn);

  await tag.evaluate((tag) => tag.setAttribute('cell', 'peephole'));
  await assertExplains(page, peephole, 'textbook');
  await tag.evaluate((tag) => tag.removeAttribute('cell'));
  await assertExplains(page, lstm, 'textbook');
  assert.deepEqual((await records(page)).errors, []);
});

test('an unknown cell is refused with the choices, until a known one is chosen', async (t) => {
  const { page, ui, tag } = await openSmall(t, 'cell="transformer"');
  const messageFor = (/** @type {string} */ given) =>
    `cell must be one of ${CHOICES}, got ${given}`;
  const problem = page.locator('#cell-problem');
  for (const [given, shown] of /** @type {const} */ ([
    ['transformer', '"transformer"'],
    ['LSTM', '"LSTM"'],
    ['', '""'],
    [['gru'], 'object'],
    [null, 'null'],
    [5, '5'],
  ])) {
    await tag.evaluate((/** @type {any} */ tag, cell) => (tag.config = { cell }), given);
    await problem.getByText(messageFor(shown), { exact: true }).waitFor();
    const { errors } = await records(page);
    assert.deepEqual(
      { name: errors.at(-1)?.name, message: errors.at(-1)?.message },
      { name: 'SettingError', message: messageFor(shown) },
    );
    await assertSoon(async () => {
      assert.equal(await ui.cell.getAttribute('aria-invalid'), 'true');
      assert.equal(
        await page.locator('.account').isVisible(),
        false,
        'no explanation without a cell',
      );
    });
  }
  const describedBy = await ui.cell.getAttribute('aria-describedby');
  assert.ok(describedBy?.split(' ').includes('cell-problem'), `described by ${describedBy}`);
  for (const act of [ui.train, ui.step, ui.checkGradients]) {
    await act.click();
    await ui.error.getByText(messageFor('5'), { exact: true }).waitFor();
  }
  assert.equal((await records(page)).workers, 0, 'an unknown cell starts no worker');

  await ui.cell.selectOption('gru');
  await assertExplains(page, gru, 'textbook');
  await ui.error.waitFor({ state: 'hidden' });
  await assertSoon(async () => {
    assert.equal(await problem.isVisible(), false);
    assert.equal(await ui.cell.getAttribute('aria-invalid'), 'false');
  });
  await assertStartsAs(page, gru);
});

test('a cell chosen during training restarts the network with it', async (t) => {
  const { page, ui, tag } = await openSmall(t, 'patience="0"'); // or it would soon end by itself
  await ui.train.click();
  await moreSteps(page, 3);
  await ui.cell.selectOption('gru');
  await ui.coach.getByText(/^Restarted with the new settings\./).waitFor();
  await moreSteps(page, 1);
  await ui.pause.click();
  await reachState(page, 'paused');
  const inOneGo = await modelOf(page, gru);
  inOneGo.trainSteps(Number((await records(page)).steps.at(-1)?.step));
  assert.equal(
    await tag.evaluate((/** @type {any} */ tag) => tag.weightsHash()),
    inOneGo.weightsHash(),
    'the weights of a gru that has trained from its first step',
  );
  await ui.reset.click();
  await assertStartsAs(page, gru);
  assert.equal(await ui.cell.inputValue(), 'gru');
});

test('panels="cell" shows the cell and no other panel', async (t) => {
  const { page, ui, tag } = await openSmall(t, 'panels="cell"');
  const others = {
    text: ui.text,
    settings: page.getByRole('tab', { name: 'Settings' }),
    curve: page.getByRole('heading', { name: 'How well it guesses' }),
    sample: ui.sample,
  };
  for (const control of [ui.cell, ui.article, ui.checkGradients, ui.train]) await control.waitFor();
  for (const [name, panel] of Object.entries(others)) {
    assert.equal(await panel.isVisible(), false, name);
  }
  await ui.checkGradients.click();
  await ui.agreed.waitFor();
  await tag.evaluate((tag) => tag.setAttribute('panels', 'text settings curve sample'));
  for (const panel of Object.values(others)) await panel.waitFor();
  for (const control of [ui.cell, ui.checkGradients])
    assert.equal(await control.isVisible(), false);
});
