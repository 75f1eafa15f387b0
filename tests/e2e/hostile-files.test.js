import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeRun } from '../../www/src/files/run-file.js';
import { OBSERVED } from '../../www/src/element/observed-attributes.js';
import { attributeOf, settings } from '../../www/src/settings/settings.js';
import { forged } from '../www/support/forge.js';
import { IN_ONE_LINE, PAYLOADS } from '../www/support/payloads.js';
import { RECORD, SAMPLING, SMALL, TEXT, savedRun } from '../www/support/saved-run.js';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { recordNetwork } from './support/network.js';
import { post } from './support/site.js';
import { factsOf, putStored } from './support/stored-runs.js';
import { assertNoMarkup, installWatch } from './support/watch.js';

/** @typedef {import('playwright-core').Page} Page */

const EMPTY = '<!doctype html><title>Empty</title><link rel="icon" href="data:," />';
const TAG = '<div lang="en"><lstm-playground panels="text sample curve"></lstm-playground></div>';
const { url } = await serve({ '/post.html': post(TAG), '/empty.html': EMPTY });
const index = readFileSync(join(import.meta.dirname, '../../dist/index.html'), 'utf8');
const scripts = [...index.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src);
scripts.push('/lstm-playground.js');

/**
 * Opens a page that is watched; at the end, no text has become markup or has been asked for.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} path
 * @param {(page: Page) => Promise<void>} act
 */
async function watched(t, path, act) {
  const { proxy, requests } = await recordNetwork();
  const page = await openPage(t, `${url}/empty.html`, { proxy });
  await page.addInitScript(installWatch);
  await page.goto(`${url}/${path}`);
  await controls(page).text.waitFor();
  await act(page);
  await assertNoMarkup(page, scripts);
  assert.deepEqual(
    requests.filter((request) => /hit/.test(request)),
    [],
  );
}

test('hostile names and contents of files stay texts in lists, notes and refusals', async (t) => {
  await watched(t, 'index.html', async (page) => {
    /** @param {{name: string, content: string}[]} files */
    const drop = async (files) => {
      const dataTransfer = await page.evaluateHandle((files) => {
        const data = new DataTransfer();
        for (const { name, content } of files) data.items.add(new File([content], name));
        return data;
      }, files);
      await controls(page).text.dispatchEvent('drop', { dataTransfer });
    };
    await drop(PAYLOADS.map((name, i) => ({ name, content: i % 3 ? `${name} ${i}` : '' })));
    const { files } = controls(page);
    await files.getByText('<ScRiPt src="/hit">', { exact: false }).waitFor();
    await page.getByText(/^Left out: “/).waitFor();
    await controls(page).step.click();
    await controls(page).figures.steps.getByText('1', { exact: true }).waitFor();
    for (const name of ['<img src=x onerror=hit=1>', '"><script>hit=1</script>']) {
      await drop([{ name: `${name}.safetensors`, content: name }]);
      await controls(page)
        .error.getByText(/^The file cannot be opened: /)
        .waitFor();
      await drop([{ name, content: '\0\u0001\u0002'.repeat(20) }]);
      await page.locator('.offer').waitFor();
      await drop([{ name: 'a.txt', content: 'an ordinary text. '.repeat(9) }]);
      await page.locator('.offer').waitFor({ state: 'hidden' });
    }
  });
});

const playground = new Playground(TEXT, SMALL);
playground.trainSteps(12);
const file = writeRun(savedRun(playground));

/**
 * Gives an object a property, also one named `__proto__`.
 *
 * @param {object} object
 * @param {string} name
 */
const put = (object, name) =>
  Object.defineProperty(object, name, { value: name, enumerable: true, configurable: true });

/**
 * Run files with a hostile text in one of their names or values.
 *
 * @param {string} payload
 */
const forgeries = (payload) =>
  [
    (/** @type {any} */ { header }) => put(header, payload),
    (/** @type {any} */ { header }) => (header['model.head.bias'].dtype = payload),
    (/** @type {any} */ { header }) => put(header['model.head.bias'], payload),
    (/** @type {any} */ { header }) => (header.__metadata__.format = payload),
    (/** @type {any} */ { header }) => (header.__metadata__.version = payload),
    (/** @type {any} */ { header }) => (header.__metadata__.config = payload),
    (/** @type {any} */ { header }) =>
      (header.__metadata__.config = header.__metadata__.config.replace(
        '"lstm"',
        JSON.stringify(payload),
      )),
    (/** @type {any} */ { header }) =>
      (header.__metadata__.counters = JSON.stringify({ [payload]: payload })),
    (/** @type {any} */ { header }) =>
      (header.__metadata__.task = JSON.stringify({ source: payload })),
  ].map((change) => Buffer.from(forged(file, change)).toString('base64'));

test('hostile strings in the header of a run stay texts in the refusal', async (t) => {
  const forged = PAYLOADS.flatMap((payload, i) => {
    const all = forgeries(payload);
    return [all[i % all.length], all[(i + 4) % all.length]];
  });
  await watched(t, 'index.html', async (page) => {
    const refusals = await page.evaluate(async (files) => {
      const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
      const refusals = [];
      for (const base64 of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const refusal = await tag.open(bytes.buffer).then(
          () => 'opened',
          (/** @type {Error} */ { message }) => message,
        );
        await new Promise(requestAnimationFrame); // it is shown
        refusals.push(refusal);
      }
      return refusals;
    }, forged);
    const others = refusals.filter((text) => !text.startsWith('The file cannot be opened: '));
    assert.deepEqual(others, [], 'each is refused');
    assert.ok(refusals.filter((text) => text.includes('<')).length > 20, 'and quoted');
  });
});

test('hostile samples, prompts and facts of a kept run stay texts', async (t) => {
  const hostile = PAYLOADS.filter((payload) => !payload.includes('\0'));
  const text = hostile.join('\n').normalize('NFC').replaceAll('\r', '');
  const own = new Playground(text, { ...SMALL, validationFraction: 0 });
  own.trainSteps(3);
  const samples = hostile.map((payload, i) => ({
    step: 1,
    seed: i,
    prompt: payload,
    text: payload,
  }));
  const record = { ...RECORD, validation: { ...RECORD.validation, x: [], y: [] }, samples };
  const run = savedRun(own, text, /** @type {any} */ (record));
  const kept = writeRun({
    ...run,
    sampling: { ...SAMPLING, prompt: hostile[0], stop: hostile[1] },
  });
  const { proxy, requests } = await recordNetwork();
  const page = await openPage(t, `${url}/empty.html`, { proxy });
  await putStored(
    page,
    PAYLOADS.map((payload, i) => ({
      facts: factsOf(`${i}${payload}`.slice(0, 100), {
        ...{ name: i % 2 ? payload : undefined, text: payload, cell: payload.slice(0, 100) },
        savedAt: Date.now() - i * 1000,
      }),
      file: i === 0 ? kept : new ArrayBuffer(8),
    })),
  );
  await page.addInitScript(installWatch);
  await page.goto(`${url}/index.html#tab=runs`);
  const rows = page.locator('.stored-run');
  await rows.nth(PAYLOADS.length - 1).waitFor();
  await rows.first().getByRole('button', { name: /^Open/ }).click();
  await page.getByText(/^Opened “/).waitFor();
  assert.equal(await controls(page).prompt.inputValue(), hostile[0]);
  await controls(page)
    .sample.getByText(hostile.at(-1) ?? '', { exact: false })
    .first()
    .waitFor();
  await rows
    .nth(1)
    .getByRole('button', { name: /^Delete/ })
    .click();
  await page.getByText(/^Deleted “/).waitFor();
  await page.goto(`${url}/empty.html`);
  await page.goto(`${url}/index.html`);
  await page.getByRole('button', { name: 'Go on', exact: true }).waitFor(); // of the last visit
  await assertNoMarkup(page, scripts);
  assert.deepEqual(
    requests.filter((request) => /hit/.test(request)),
    [],
  );
});

test('hostile attributes stay texts in messages', async (t) => {
  const names = [...OBSERVED, 'link-base', ...settings.map(({ name }) => attributeOf(name))];
  await watched(t, 'post.html', async (page) => {
    const messages = await page.evaluate(
      async ({ names, payloads }) => {
        const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
        let messages = 0;
        tag.addEventListener('lstm-error', () => messages++);
        for (const [i, payload] of payloads.entries()) {
          for (const [k, name] of names.entries()) {
            if ((i + k) % 4 === 0) tag.setAttribute(name, payload);
          }
          tag.parentElement.lang = payload;
          tag.title = payload;
          tag.config = { [payload]: payload, cell: payload, separator: payload };
          await tag.link().catch(() => {});
          if (i % 10 === 0) await tag.generate({ model: payload, prompt: payload }).catch(() => {});
          await tag.exportModel(payload).catch(() => {});
          await new Promise(requestAnimationFrame); // it is shown
        }
        return messages;
      },
      { names, payloads: PAYLOADS },
    );
    assert.ok(messages > PAYLOADS.length, `${messages} messages`);
  });
});

test('hostile fragments of the address stay texts, and none is a question without an answer', async (t) => {
  const keys = ['preset', 'lesson', 'lang', 'panels', 'notation', 'v', 'hidden-size', 'separator'];
  await watched(t, 'index.html', async (page) => {
    for (const [i, payload] of IN_ONE_LINE.entries()) {
      const parts = [...keys, 'text', 'tab', payload].map((key) => [key, payload]);
      const fragment = new URLSearchParams([...parts.slice(i % 8), ...parts.slice(0, i % 8)]);
      await page.evaluate(async (hash) => {
        const changed = new Promise((resolve) =>
          addEventListener('hashchange', resolve, { once: true }),
        );
        location.hash = hash;
        await changed;
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      }, String(fragment));
    }
    await controls(page)
      .error.getByText(/^Left out of the link: /)
      .waitFor();
  });
});
