import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeRun } from '../../www/src/files/run-file.js';
import { rhyme } from '../../www/src/texts/rhyme.js';
import { SMALL, TEXT as SAVED_TEXT, savedRun } from '../www/support/saved-run.js';
import { controls } from './support/controls.js';
import { openPage, serve } from './support/browser.js';
import { stepOf } from './support/one-go.js';
import { post } from './support/site.js';
import { reachStep } from './support/records.js';
import { assertSoon } from './support/soon.js';

/** @typedef {import('../../www/src/element/lstm-playground.js').LstmPlayground} Tag */

const TEXT = 'what is saved goes on as if it had never been closed. '.repeat(40);

/** @param {number} workers */
const tag = (workers) =>
  `<lstm-playground text="${TEXT}" hidden-size="64" batch-size="16" seq-len="32" dropout="0.1"
    workers="${workers}"></lstm-playground>`;

const playground = new Playground(SAVED_TEXT, SMALL);
playground.trainSteps(31);

const { url } = await serve({
  '/src.html': post('<lstm-playground src="run.safetensors"></lstm-playground>'),
  '/run.safetensors': Buffer.from(writeRun(savedRun(playground))),
  '/1.html': post(tag(1)),
  '/empty-1.html': post('<lstm-playground workers="1"></lstm-playground>'),
});

/** @param {import('playwright-core').Page} page */
async function saveByHand(page) {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save run', exact: true }).click();
  const download = await saving;
  const buffer = await readFile(await download.path());
  return { name: download.suggestedFilename(), mimeType: '', buffer };
}

test('a tag with src shows the saved run, which nobody has to wait for', async (t) => {
  const page = await openPage(t, `${url}/src.html`);
  const ui = controls(page);
  await ui.state.getByText('Paused').waitFor();
  await page.locator('dd.steps').getByText('31', { exact: true }).waitFor();
  await assertSoon(async () => assert.equal(await ui.text.inputValue(), SAVED_TEXT));
  await ui.step.click();
  await page.locator('dd.steps').getByText('32').waitFor();
});

test('the methods of a tag with src wait for the saved run', async (t) => {
  const page = await openPage(t, `${url}/empty-1.html`);
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = resolve));
  await page.route('**/run.safetensors', async (route) => {
    await released;
    await route.continue();
  });
  const asked = page.waitForRequest('**/run.safetensors');
  await page.goto(`${url}/src.html`);
  await asked;
  const step = page.evaluate(() =>
    /** @type {Tag} */ (document.querySelector('lstm-playground')).step(),
  );
  release();
  await step;
  await page.locator('dd.steps').getByText('32').waitFor();
});

test('a tag opens its src once, also when it returns or src changes', async (t) => {
  const page = await openPage(t, `${url}/src.html`);
  const ui = controls(page);
  await ui.state.getByText('Paused').waitFor();
  let requests = 0;
  page.on('request', (request) => (requests += Number(request.url().includes('run.safetensors'))));
  await ui.text.fill(TEXT);
  await ui.state.getByText('Ready').waitFor();
  await page.evaluate(async () => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    const root = /** @type {ShadowRoot} */ (tag.shadowRoot);
    const emptied = new Promise((resolve) =>
      new MutationObserver(resolve).observe(root, { childList: true }),
    );
    tag.remove();
    await emptied;
    document.body.append(tag);
    tag.setAttribute('src', 'another/run.safetensors');
    await tag.step();
  });
  await page.locator('dd.steps').getByText('1', { exact: true }).waitFor();
  assert.equal(await ui.text.inputValue(), TEXT);
  assert.equal(requests, 0);
});

test('a run among other files is opened alone, and the page says which are left out', async (t) => {
  const page = await openPage(t, `${url}/empty-1.html`);
  const ui = controls(page);
  const buffer = Buffer.from(writeRun(savedRun(playground)));
  await page.locator('input[type=file]').setInputFiles([
    { name: 'notes.txt', mimeType: '', buffer: Buffer.from('some notes') },
    { name: 'RUN.SAFETENSORS', mimeType: '', buffer },
    { name: 'older.safetensors', mimeType: '', buffer },
  ]);
  await ui.state.getByText('Paused').waitFor();
  await assertSoon(async () => assert.equal(await ui.text.inputValue(), SAVED_TEXT));
  await page
    .getByText('A .safetensors file opens alone: "notes.txt", "older.safetensors" left out.')
    .waitFor();
});

/** Calls of a page without a wait between them: the text that stays, and the hidden size. */
const ORDERS = /** @type {[string, string, number][]} */ ([
  ['text open', 'file', SMALL.hiddenSize],
  ['open text', 'text', 6],
  ['preset open', 'file', SMALL.hiddenSize],
  ['open preset', 'preset', 6],
  ['text preset', 'preset', 6],
  ['preset text', 'text', 6],
  ['config open', 'file', SMALL.hiddenSize],
  ['open config', 'file', 5],
  ['open attribute', 'file', 7],
  ['open config text', 'text', 5],
  ['open text open', 'file', SMALL.hiddenSize],
  ['open train', 'first', 6],
  ['step open train', 'first', 6],
  ['open reset', 'first', 6],
  ['preset open same', 'preset', 6],
]);

for (const isLoaded of [false, true]) {
  const when = isLoaded ? 'of a widget that is there' : 'of a tag before its widget is loaded';
  test(`of all calls ${when} the last counts`, async (t) => {
    const page = await openPage(t, `${url}/empty-1.html`);
    const outcomes = await page.evaluate(
      async ({ orders, isLoaded, saved, preset }) => {
        const file = await (await fetch('run.safetensors')).blob();
        const texts = { first: 'the first text. '.repeat(20), text: 'A LATER ONE. '.repeat(20) };
        const outcomes = [];
        for (const order of orders) {
          const tag = /** @type {Tag} */ (document.createElement('lstm-playground'));
          tag.setAttribute('text', texts.first);
          tag.setAttribute('workers', '1');
          tag.setAttribute('hidden-size', '6');
          const ready = new Promise((resolve) => tag.addEventListener('lstm-ready', resolve));
          document.body.replaceChildren(tag);
          if (isLoaded) await ready;
          /** @type {string[]} */
          const rejected = [];
          /** @type {Record<string, () => unknown>} */
          const calls = {
            open: () => tag.open(file),
            text: () => (tag.text = texts.text),
            preset: () => tag.setAttribute('preset', 'rhyme'),
            config: () => (tag.config = { hiddenSize: 5, workers: 1 }),
            attribute: () => tag.setAttribute('hidden-size', '7'),
            same: () => (tag.text = preset),
            train: () => tag.train(),
            step: () => tag.step(),
            reset: () => tag.reset(),
          };
          const results = order.split(' ').map(async (call) => calls[call]());
          const heard = results.map((result) => result.catch(({ name }) => rejected.push(name)));
          await Promise.all([...heard, ready]);
          const text = Object.entries({ ...texts, file: saved }).find(([, is]) => is === tag.text);
          outcomes.push([order, text?.[0] ?? 'preset', tag.config.hiddenSize, ...rejected]);
        }
        return outcomes;
      },
      { orders: ORDERS.map(([order]) => order), isLoaded, saved: SAVED_TEXT, preset: rhyme },
    );
    const expected = ORDERS.map(([order, text, hiddenSize]) => {
      const opened = order.split(' ').filter((call) => call === 'open').length;
      const rejected = Array(text === 'file' ? opened - 1 : opened).fill('AbortError');
      return [order, text, hiddenSize, ...rejected];
    });
    assert.deepEqual(outcomes, expected);
  });
}

test('where the code for saved runs cannot be loaded, the page says so', async (t) => {
  const expected = /Failed to load resource: net::ERR_FAILED/;
  const page = await openPage(t, `${url}/1.html`, undefined, expected);
  const ui = controls(page);
  await ui.step.click();
  await page.locator('dd.steps').getByText('1', { exact: true }).waitFor();
  await page.route('**/saved-runs-*.js', (route) => route.abort());
  await page.getByRole('button', { name: 'Save run', exact: true }).click();
  const sentence = 'The code that saves and opens runs could not be loaded';
  await ui.coach.getByText(sentence).waitFor();
  const rejected = await page.evaluate(() =>
    /** @type {Tag} */ (document.querySelector('lstm-playground'))
      .open('run.safetensors')
      .catch(({ name, message }) => `${name}: ${message}`),
  );
  assert.match(String(rejected), new RegExp(`^FileError: ${sentence}`));
});

test('a malformed file leaves the run that trains, with a sentence that is text', async (t) => {
  const page = await openPage(t, `${url}/1.html`);
  const ui = controls(page);
  await ui.train.click();
  await reachStep(page, 20);
  const { buffer } = await saveByHand(page);
  buffer.write('<img id=x src=data:', buffer.indexOf('lstm-playground run"'), 'latin1');
  const transfer = await page.evaluateHandle(
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], 'run.safetensors'));
      return data;
    },
    [...buffer],
  );
  await ui.text.dispatchEvent('drop', { dataTransfer: transfer });
  await ui.coach.getByText('The file cannot be opened').waitFor();
  const said = await ui.coach.locator('p').innerText();
  assert.equal(
    said,
    'The file cannot be opened: its format is "<img id=x src=data:"; expected "lstm-playground run". What is here stays as it was.',
  );
  assert.equal(await page.locator('#x').count(), 0);
  assert.equal(await ui.text.inputValue(), TEXT);
  assert.equal(await ui.state.innerText(), 'Training');
  await reachStep(page, (await stepOf(page)) + 20);
});

test('the tag saves and opens blobs and addresses, and rejects anything else', async (t) => {
  const page = await openPage(t, `${url}/1.html`);
  const result = await page.evaluate(async () => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    await tag.step();
    await tag.step();
    const hash = await tag.weightsHash();
    const file = await tag.save();
    const address = URL.createObjectURL(file);
    const hashes = [];
    for (const given of [file, await file.arrayBuffer(), new URL(address), address]) {
      await tag.step();
      await tag.open(given);
      hashes.push(await tag.weightsHash());
    }
    /** @type {string[]} */
    const errors = [];
    for (const given of [/** @type {any} */ (7), 'data:text/plain,none']) {
      await tag.open(given).catch(({ name, message }) => errors.push(`${name}: ${message}`));
    }
    return { hash, hashes, errors, size: file.size };
  });
  assert.deepEqual(result.hashes, Array(4).fill(result.hash));
  assert.deepEqual(result.errors, [
    'RunFileError: The file cannot be opened: the argument is number; expected a File, a Blob, an ArrayBuffer or a URL.',
    'RunFileError: The file cannot be opened: the file has 4 bytes; expected a safetensors file.',
  ]);
});
