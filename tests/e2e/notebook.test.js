import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { controls } from './support/controls.js';
import { openNotebook } from './support/notebook.js';
import { reachStep, records } from './support/records.js';
import { assertSoon } from './support/soon.js';

const root = join(import.meta.dirname, '../..');
const TEXT = 'a cell of a notebook has a network in it. '.repeat(10);
const TRAITS = {
  text: TEXT,
  preset: 'tales',
  config: { hiddenSize: 8, seqLen: 8, batchSize: 2, patience: 0 },
  panels: 'text curve sample',
  training: false,
  progress: {},
  sample: '',
};

/**
 * Opens a notebook with the widget as Python joins it.
 *
 * @param {import('node:test').TestContext} t
 * @param {Partial<typeof TRAITS>} [traits]
 */
async function openWidget(t, traits) {
  const parts = ['dist/lstm-playground.all.js', 'python/lstm_playground/widget.js'];
  const esm = await Promise.all(parts.map((path) => readFile(join(root, path), 'utf8')));
  return openNotebook(t, esm.join(''), { ...TRAITS, ...traits });
}

test('a notebook shows the tag without a request, and hears its numbers and texts', async (t) => {
  const { page, served } = await openWidget(t);
  const ui = controls(page);
  await assertSoon(async () => assert.equal(await ui.text.inputValue(), TEXT));
  await ui.train.click();
  await page.waitForFunction('kernel.training && kernel.progress.step > 5 && kernel.sample !== ""');
  await ui.pause.click();
  await page.waitForFunction('kernel.training === false');
  const { progress } = await page.evaluate(() => /** @type {any} */ (window).kernel);
  assert.ok(progress.bitsPerChar > 0 && progress.loss > 0);
  assert.deepEqual([...served.keys()], ['/notebook.html']);
});

test('Python trains, pauses and gives another text', async (t) => {
  const { page } = await openWidget(t, { training: true });
  await reachStep(page, 5);
  await page.evaluate(() => /** @type {any} */ (window).model.set('training', false));
  await controls(page).state.getByText('Paused').waitFor();
  await page.evaluate(() => {
    const { model } = /** @type {any} */ (window);
    model.set('text', 'Another text of the kernel.');
    model.set('panels', 'text');
  });
  await assertSoon(async () =>
    assert.equal(await controls(page).text.inputValue(), 'Another text of the kernel.'),
  );
  await page.evaluate(() => /** @type {any} */ (window).end());
  await page.waitForFunction(() => {
    const { workers, terminated } = /** @type {any} */ (window).records;
    return terminated === workers.length;
  });
  assert.deepEqual((await records(page)).errors, []);
});

test('a training that cannot begin sets the trait training to false', async (t) => {
  const { page } = await openWidget(t, { text: 'a', training: true });
  await controls(page).error.waitFor();
  await page.waitForFunction('kernel.training === false');
});
