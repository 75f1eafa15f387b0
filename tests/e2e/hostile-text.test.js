import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRun } from '../../www/src/files/run-file.js';
import { IN_ONE_LINE, PAYLOADS } from '../www/support/payloads.js';
import { unzipped } from '../www/support/zip.js';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { recordNetwork } from './support/network.js';
import { post, STRICT } from './support/site.js';
import { walkThrough } from './support/walk.js';
import { assertNoMarkup, installWatch } from './support/watch.js';

/** Without U+0000, which no HTML can hold: hostile-files.test.js has that. */
const HOSTILE = PAYLOADS.filter((payload) => !payload.includes('\0')).join('\n');
const HARMLESS = 'what a page shows, it loads from its own folder and from nowhere else. '.repeat(
  30,
);
/** It lets markup of a text run, and throws where a text reaches a sink. */
const TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types lstm-playground";

const root = join(import.meta.dirname, '../..');
const index = readFileSync(join(root, 'dist/index.html'), 'utf8');
const scripts = [...index.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src);

/** @type {Record<string, string>} */
const pages = { '/open.html': index, '/favicon.ico': '' };
const { url } = await serve(pages, '', {
  '/index.html': { 'content-security-policy': STRICT },
  '/open.html': { 'content-security-policy': TRUSTED_TYPES },
});

/**
 * Opens the page of the playground with a text, and goes through all of it.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} path
 * @param {string} text
 * @param {{prompt: string, name: string}} given
 */
async function walked(t, path, text, given) {
  const { proxy, requests } = await recordNetwork();
  const page = await openPage(t, 'about:blank', { proxy });
  await page.addInitScript(installWatch);
  await page.goto(`${url}/${path}`);
  await controls(page).text.waitFor();
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag, text) => {
    tag.text = text;
    tag.config = { hiddenSize: 8, seqLen: 16, batchSize: 4, patience: 0, validationFraction: 0.1 };
  }, text);
  const files = await walkThrough(page, given);
  return { page, files, requests };
}

test('SECURITY.md has this policy', () => {
  assert.ok(readFileSync(join(root, 'SECURITY.md'), 'utf8').includes(`: ${STRICT}\n`), STRICT);
});

test('everything works under the strictest policy with Trusted Types, and loads own files alone', async (t) => {
  const given = { prompt: 'what', name: 'A name' };
  const { page, requests } = await walked(t, 'index.html', HARMLESS, given);
  await assertNoMarkup(page, scripts);
  await page.goto('about:blank');
  await page.goto(`${url}/index.html#lesson=forget-gate`);
  await page.getByRole('button', { name: 'Do this step', exact: true }).click();
  await page.locator('.lesson .result', { hasText: /\d%/ }).waitFor();
  await assertNoMarkup(page, scripts);
  assert.ok(requests.length > 10, `requests are recorded, got ${requests}`);
  for (const request of requests) {
    const [, path] = /^GET http:\/\/127\.0\.0\.1:\d+(\/[^?]*)$/.exec(request) ?? [];
    assert.ok(path && request.startsWith(`GET ${url}/`), request);
    readFileSync(join(root, 'dist', path)); // it is a file of the site
  }
});

test('hostile texts stay texts in every view and dialog, and in every file', async (t) => {
  const [hostile] = PAYLOADS;
  const given = { prompt: `${hostile}${IN_ONE_LINE[40]}`, name: '"><img src=/hit onerror=hit=1>' };
  const { page, files, requests } = await walked(t, 'open.html', HOSTILE, given);
  await assertNoMarkup(page, scripts);
  /** @param {string} name */
  const file = (name) => files.get(name) ?? assert.fail(`${name} among ${[...files.keys()]}`);
  const bytes = (/** @type {string} */ name) => Uint8Array.from(file(name)).buffer;

  await t.test('the run has the text, letter by letter', () => {
    assert.equal(readRun(bytes('run.safetensors')).text, HOSTILE.normalize('NFC'));
  });

  await t.test('the drawing of the curve is an SVG of shapes and words', async () => {
    pages['/curve.svg'] = String(file('curve.svg'));
    const svg = await openPage(t, `${url}/curve.svg`);
    const names = await svg.evaluate(() =>
      [...document.querySelectorAll('*')].map(({ localName }) => localName),
    );
    assert.ok(names.includes('polyline') && names.includes('text'), String(names));
    const own = /^(svg|g|rect|line|polyline|polygon|text|circle)$/;
    assert.deepEqual(
      names.filter((name) => !own.test(name)),
      [],
    );
  });

  await t.test('the table of the curve has no formula', () => {
    const cells = String(file('curve.csv')).split(/[,\r\n]+/);
    assert.ok(cells.length > 20);
    for (const cell of cells) assert.doesNotMatch(cell, /^"?[=+@\t]|^"?-(?![\d.]+)/);
  });

  await t.test('the folder for the Hub has its own names, and a card without markup', () => {
    const folder = unzipped(bytes('run.zip'));
    for (const name of folder.keys()) assert.match(name, /^lstm-8-step-\d+\/[a-z_]+\.\w+$/i);
    const named = new Map([...folder].map(([name, content]) => [name.split('/')[1], content]));
    const card = new TextDecoder().decode(named.get('README.md'));
    const front = card.split(/^---$/m)[1].trim().split('\n');
    const keys = front.map((line) => line.split(':')[0]);
    assert.deepEqual(keys.slice(0, 3), ['library_name', 'pipeline_tag', 'tags']);
    assert.ok(
      front.slice(3).every((line) => /^( {2}- [\w-]+|# .*)$/.test(line)),
      front.join('\n'),
    );
    const outside = card
      .replaceAll(/^(`{3,})\w*\n[^]*?\n\1$/gm, '')
      .replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
    assert.doesNotMatch(outside, /<|\]\(|javascript:/);
    assert.match(card, /^written = unread = "(\\.|[^"\\\n])+"$/m);
    const config = JSON.parse(new TextDecoder().decode(named.get('config.json')));
    assert.deepEqual(new Set(config.vocabulary), new Set(HOSTILE.normalize('NFC')));
  });

  await t.test('the HTML of the tag gives the text back, and nothing else', async () => {
    const snippet = String(file('In a page of your own'));
    pages['/mine.html'] = post('').replace(/<script[^]*<\/body>/, () => `</head><body>${snippet}`);
    for (const javaScriptEnabled of [false, true]) {
      const { proxy, requests } = await recordNetwork();
      const mine = await openPage(t, 'about:blank', { javaScriptEnabled, proxy });
      if (javaScriptEnabled) await mine.addInitScript(installWatch);
      await mine.goto(`${url}/mine.html`);
      if (javaScriptEnabled) {
        await controls(mine).text.waitFor();
        const text = await mine.evaluate(
          () => /** @type {any} */ (document.querySelector('lstm-playground')).text,
        );
        assert.equal(text, HOSTILE.normalize('NFC'));
        await assertNoMarkup(mine, [`${url}/lstm-playground.all.js`]);
      } else {
        const names = await mine.evaluate(() =>
          [...document.querySelectorAll('body *')].map(({ localName }) => localName),
        );
        assert.ok(names.includes('blockquote'), 'it has a sample');
        const own = /^(script|lstm-playground|p|blockquote|br|svg|text|path|a)$/;
        assert.deepEqual(
          names.filter((name) => !own.test(name)),
          [],
        );
      }
      await mine.waitForLoadState('networkidle');
      const asked = javaScriptEnabled ? ['mine.html', 'lstm-playground.all.js'] : ['mine.html'];
      assert.deepEqual(
        requests,
        asked.map((path) => `GET ${url}/${path}`),
      );
    }
  });

  await t.test('the link gives the text back', async () => {
    const link = String(file('A link'));
    assert.match(link, /^[\w:/.&=%+#-]+$/);
    await page.goto('about:blank');
    await page.goto(link);
    await controls(page).text.waitFor();
    const text = await page.evaluate(
      () => /** @type {any} */ (document.querySelector('lstm-playground')).text,
    );
    assert.equal(text, HOSTILE.normalize('NFC'));
    await assertNoMarkup(page, scripts);
  });

  await page.waitForLoadState('networkidle');
  assert.deepEqual(
    requests.filter((request) => request.includes('hit')),
    [],
  );
});
