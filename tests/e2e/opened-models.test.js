import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeModel } from '../../www/src/files/model-file.js';
import { readSafetensors, writeSafetensors } from '../../www/src/files/safetensors.js';
import { SMALL, TEXT } from '../www/support/saved-run.js';
import { controls, openTab } from './support/controls.js';
import { openPage, serve } from './support/browser.js';
import { post } from './support/site.js';
import { reachStep } from './support/records.js';
import { assertSoon } from './support/soon.js';

/** @typedef {import('../../www/src/element/lstm-playground.js').LstmPlayground} Tag */

const playground = new Playground(TEXT, { ...SMALL, hiddenSize: 8 });
playground.trainSteps(60);
const model = { config: playground.config(), separator: '', ...playground.network().model() };
const FILE = writeModel(model);
const content = readSafetensors(FILE.slice(0));
const { config, ...metadata } = content.metadata;
const BARE = writeSafetensors({ ...content, metadata });

/** @param {string} name @param {ArrayBuffer | string} bytes */
const file = (name, bytes) => ({
  name,
  mimeType: '',
  buffer: Buffer.from(/** @type {any} */ (bytes)),
});

const { url } = await serve({
  '/empty.html': post('<lstm-playground></lstm-playground>'),
  '/src.html': post('<lstm-playground src="model.safetensors"></lstm-playground>'),
  '/model.safetensors': Buffer.from(FILE),
});

/** @param {import('playwright-core').Page} page */
const hashOf = (page) =>
  page.evaluate(() => /** @type {Tag} */ (document.querySelector('lstm-playground')).weightsHash());

test('a model without a text writes, is looked into, and trains on a text that it can read', async (t) => {
  const page = await openPage(t, `${url}/empty.html`);
  const ui = controls(page);
  await page.locator('input[type=file]').setInputFiles([file('model.safetensors', FILE)]);
  await ui.coach.getByText('This model has no text: let it write').waitFor();
  await ui.state.getByText('Paused').waitFor();
  assert.equal(await ui.text.inputValue(), '');
  assert.equal(await hashOf(page), playground.weightsHash());

  await ui.write.click();
  await ui.written.getByText(/^[abcd]{200}/).waitFor();
  await page.getByText(/^\d+ of 99 letters guessed\. Reading/).waitFor();
  await openTab(page, 'One unit');
  const read = page.getByRole('combobox', { name: 'Text to read' });
  await assertSoon(async () =>
    assert.equal(await read.locator('option:checked').innerText(), 'what it writes'),
  );

  await ui.train.click();
  const wanted = 'This model has no text: type or paste one, open a file, or choose an example.';
  await ui.coach.getByText(wanted).waitFor();
  await ui.text.fill('abcdéΩ'.repeat(90));
  const unknown = 'it does not know the letters "é", "Ω". Reset starts anew.';
  await ui.coach.getByText(unknown).waitFor();
  await ui.train.click();
  await ui.coach.getByText(unknown).waitFor();
  assert.equal(await hashOf(page), playground.weightsHash(), 'the model is still there');
  await ui.text.fill(TEXT);
  await ui.coach.getByText('Press Train: it goes on with this text').waitFor();
  await ui.train.click();
  await reachStep(page, 5);
  // So small a network may have stopped by itself.
  await page.evaluate(() => /** @type {Tag} */ (document.querySelector('lstm-playground')).pause());
  await ui.state.getByText('Paused').waitFor();
  assert.notEqual(await hashOf(page), playground.weightsHash());

  await ui.reset.click();
  await ui.state.getByText('Ready').waitFor();
  assert.equal(await ui.text.inputValue(), TEXT);
});

test('a model comes by its address, by the tag, and with its config.json', async (t) => {
  const page = await openPage(t, `${url}/src.html`);
  const ui = controls(page);
  await ui.coach.getByText('This model has no text').waitFor();
  assert.equal(await hashOf(page), playground.weightsHash());
  await ui.reset.click();
  await ui.state.getByText('No text').waitFor();

  const written = await page.evaluate(
    async (bytes) => {
      const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
      await tag.open(Uint8Array.from(bytes).buffer);
      return tag.generate({ prompt: 'ab', length: 30, seed: 5 });
    },
    [...new Uint8Array(FILE)],
  );
  assert.equal(written, playground.generate({ prompt: 'ab', length: 30, seed: 5 }));
  await ui.reset.click();
  await ui.state.getByText('No text').waitFor();
  const given = await page.evaluate(
    async ([bytes, config]) => {
      const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
      const file = new Blob([Uint8Array.from(/** @type {number[]} */ (bytes))]);
      /** @type {string[]} */
      const told = [];
      await tag.open(file, /** @type {any} */ (config)).catch(({ message }) => told.push(message));
      await tag.open(file, new Blob([String(config)]));
      return [...told, await tag.weightsHash()];
    },
    /** @type {const} */ ([[...new Uint8Array(BARE)], config]),
  );
  assert.deepEqual(given, [
    'The file cannot be opened: the config is string; expected config.json as a Blob.',
    playground.weightsHash(),
  ]);
  await ui.reset.click();
  await ui.state.getByText('No text').waitFor();

  const input = page.locator('input[type=file]');
  await input.setInputFiles([file('model.safetensors', BARE)]);
  await ui.coach.getByText('it does not tell its cell and its letters').waitFor();
  await ui.state.getByText('No text').waitFor();
  await input.setInputFiles([
    file('checkpoint.safetensors', 'of train.py'),
    file('config.json', config),
    file('README.md', '# A model'),
    file('model.safetensors', BARE),
  ]);
  await ui.coach.getByText('This model has no text').waitFor();
  await page
    .getByText('A .safetensors file opens alone: "checkpoint.safetensors", "README.md" left out.')
    .waitFor();
  assert.equal(await hashOf(page), playground.weightsHash());
});
