import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { GROUPS } from '../../www/src/element/panels.js';
import { writeRun } from '../../www/src/files/run-file.js';
import { SMALL, TEXT, savedRun } from '../www/support/saved-run.js';
import { openPage, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { recordNetwork } from './support/network.js';
import { openNotebook } from './support/notebook.js';
import { post, STRICT } from './support/site.js';

/**
 * @typedef {import('node:test').TestContext} TestContext
 * @typedef {import('playwright-core').Page} Page
 */

const dist = join(import.meta.dirname, '../../dist');
const playground = new Playground(TEXT, SMALL);
playground.trainSteps(3);
const run = Buffer.from(writeRun(savedRun(playground)));

/** The host of the tag's files, which is not that of the posts. */
const names = ['learn', 'teach', 'embed'];
const strict = { 'content-security-policy': STRICT };
const { url: files } = await serve(
  { '/run.safetensors': run },
  '',
  Object.fromEntries(names.map((name) => [`/${name}.html`, strict])),
);

/**
 * A post with the tag in one script.
 *
 * @param {string} body
 */
const postWith = (body) =>
  post(body, files).replace('lstm-playground.js"', 'lstm-playground.all.js" crossorigin');

/**
 * Opens a page whose requests are recorded.
 *
 * @param {TestContext} t
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {RegExp} [expected] errors on its console
 */
async function recorded(t, address, options, expected) {
  const { proxy, requests } = await recordNetwork();
  const page = await openPage(t, address, { ...options, proxy }, expected);
  return { page, requests };
}

/** @param {Page} page */
async function openAllTabs(page) {
  for (const { title } of Object.values(GROUPS).flatMap((group) => Object.values(group))) {
    if ((await page.getByRole('tab', { name: title, exact: true }).count()) === 0) continue;
    await openTab(page, title);
    await page.locator('.view > :not([hidden]):not(.unloaded)').waitFor();
  }
}

/**
 * Fails where a request is not for a file of the site, in its own folder.
 *
 * @param {string[]} requests
 * @param {string} url of the site
 */
function assertOwn(requests, url) {
  assert.ok(requests.length > 1, `requests are recorded, got ${requests}`);
  for (const request of requests) {
    assert.ok(request.startsWith(`GET ${url}/`), request);
    assert.ok(existsSync(join(dist, request.slice(`GET ${url}/`.length))), request);
  }
}

test('the one page on a disk asks no network for anything', async (t) => {
  const address = String(pathToFileURL(join(dist, 'playground.html')));
  const { page, requests } = await recorded(t, `${address}#preset=rhyme&hidden-size=8`);
  await controls(page).step.click();
  await controls(page).figures.steps.getByText('1', { exact: true }).waitFor();
  await openAllTabs(page);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByText('in place of your.host').waitFor();
  assert.deepEqual(requests, []);
});

for (const name of names) {
  test(`${name}.html keeps to the strictest policy, loads files of its own folder alone, and without script no script`, async (t) => {
    const { page, requests } = await recorded(t, `${files}/${name}.html`);
    for (const tag of await page.locator('lstm-playground').all()) {
      await tag.scrollIntoViewIfNeeded();
      await tag.getByRole('button').first().waitFor();
    }
    if (name === 'embed') {
      const ui = controls(page.locator('lstm-playground').first());
      await ui.train.click();
      await ui.figures.steps.getByText(/^[1-9]/).waitFor();
    } else if (name === 'learn') {
      await page.getByRole('button', { name: 'Show me' }).first().click();
      const result = page.locator('.lesson .result', { hasText: /\d/ }).first();
      await result.waitFor({ state: 'attached' });
    }
    await page.waitForLoadState('networkidle');
    assertOwn(requests, files);

    const plain = await recorded(t, `${files}/${name}.html`, { javaScriptEnabled: false });
    await plain.page.waitForLoadState('networkidle');
    assertOwn(plain.requests, files);
    assert.deepEqual(
      plain.requests.filter((request) => !/\.(html|css|svg)$/.test(request)),
      [],
    );
  });
}

test('a post with the one script loads the script alone, and the run that its author names', async (t) => {
  const { url } = await serve({
    '/post.html': postWith(
      `<lstm-playground src="${files}/run.safetensors" panels="text sample curve live cell"></lstm-playground>`,
    ),
  });
  const { page, requests } = await recorded(t, `${url}/post.html`);
  await controls(page).state.getByText('Paused').waitFor();
  await controls(page).step.click();
  await controls(page).figures.steps.getByText('4', { exact: true }).waitFor();
  await openAllTabs(page);
  await page.evaluate(async () => {
    const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
    await tag.save();
    await tag.exportModel('hub');
    await tag.generate();
  });
  assert.deepEqual(requests, [
    `GET ${url}/post.html`,
    `GET ${files}/lstm-playground.all.js`,
    `GET ${files}/run.safetensors`,
  ]);
});

test('a notebook with the widget keeps to the strictest policy, and asks no network for anything', async (t) => {
  const parts = [join(dist, 'lstm-playground.all.js'), 'python/lstm_playground/widget.js'];
  const esm = parts.map((path) => readFileSync(path, 'utf8')).join('');
  const { proxy, requests } = await recordNetwork();
  const traits = {
    text: TEXT,
    preset: '//hit.invalid/',
    config: { ...SMALL },
    panels: 'text curve',
  };
  const options = {
    proxy,
    policy: STRICT.replace("-src 'self' 'w", "-src blob: 'w").replace(
      "img-src 'self'",
      'img-src data:',
    ),
  };
  const { page } = await openNotebook(t, esm, { ...traits, training: false }, options);
  await controls(page).step.click();
  await page.waitForFunction(() => /** @type {any} */ (window).kernel.progress?.step === 1);
  assert.deepEqual(
    requests.map((request) => request.replace(/^.*\//, '')),
    ['notebook.html'],
  );
});

test('the address of a page never names what it loads', async (t) => {
  const evil = 'http://hit.invalid/a';
  const keys = ['src', 'open', 'link-base', 'preset', 'lesson', 'lang', 'text', 'tab', 'panels'];
  const parts = [...keys, 'v', 'notation', 'separator', 'base', 'href', 'url', 'wasm', 'worker'];
  for (const value of [evil, '//hit.invalid/a', '../../hit', 'data:text/javascript,hit']) {
    const fragment = parts.map((key) => `${key}=${encodeURIComponent(value)}`).join('&');
    const lesson = value === evil ? `lesson=forget-gate&` : '';
    const address = `${files}/index.html?${fragment}#${lesson}${fragment}`;
    const { page, requests } = await recorded(t, address);
    await page.locator('lstm-playground').getByRole('button').first().waitFor();
    await page.waitForLoadState('networkidle');
    assertOwn(
      requests.map((request) => request.replace(/\?.*/, '')),
      files,
    );
  }
});

/**
 * Serves a run in several ways, and lists the requests with their headers.
 *
 * @param {TestContext} t
 */
async function serveInWays(t) {
  /** @type {{path: string, cookie?: string, referer?: string}[]} */
  const asked = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ path: url, cookie: headers.cookie, referer: headers.referer });
    const allow = { 'access-control-allow-origin': '*', 'content-type': 'text/html' };
    if (url === '/moved') response.writeHead(302, { ...allow, location: '/run' }).end();
    else if (url === '/run') response.writeHead(200, allow).end(run);
    else if (url === '/private') response.writeHead(200, {}).end(run);
    else response.writeHead(200, { ...allow, 'set-cookie': 'a=1; Path=/' }).end('<p>a</p>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, asked };
}

test('open() asks for the address that it is given, without cookies, and runs nothing of the answer', async (t) => {
  const other = await serveInWays(t);
  const { url } = await serve({
    '/post.html': postWith('<lstm-playground panels="text sample"></lstm-playground>'),
  });
  const told = /blocked by CORS|ERR_FAILED|is not supported|Not allowed to load/;
  const { page } = await recorded(t, `${other.url}/page`, {}, told);
  await page.goto(`${url}/post.html?secret=1#text=secret`);
  await controls(page).text.waitFor();
  other.asked.length = 0;
  /** @param {string} address */
  const open = (address) =>
    page.evaluate(async (address) => {
      const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
      return tag.open(address).then(
        () => tag.text,
        (/** @type {Error} */ { name, message }) => `${name}: ${message}`,
      );
    }, address);
  for (const path of ['/run', '/moved']) assert.equal(await open(other.url + path), TEXT, path);
  assert.deepEqual(
    other.asked,
    ['/run', '/moved', '/run'].map((path) => ({ path, cookie: undefined, referer: `${url}/` })),
  );
  for (const [address, reason] of [
    [`${other.url}/private`, /cannot be loaded/], // its host does not allow it
    [`${other.url}/page`, /has \d+ bytes|header/],
    ['javascript:window.hit=1', /cannot be loaded/],
    ['data:text/html,<script>hit=1</script>', /header|bytes/],
    ['file:///etc/passwd', /cannot be loaded/],
    ['http://hit.invalid:99999999/', /cannot be loaded/],
  ]) {
    const answer = await open(String(address));
    assert.match(answer, /^RunFileError: The file cannot be opened: /);
    assert.match(answer, /** @type {RegExp} */ (reason));
  }
  assert.equal(await page.evaluate('window.hit'), undefined);
});
