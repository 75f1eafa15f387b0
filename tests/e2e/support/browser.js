/**
 * The built site on a server of its own, and a browser that fails tests on any error of the page.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from '../../../scripts/browser.mjs';

/**
 * @typedef {import('node:test').TestContext} TestContext
 * @typedef {import('playwright-core').Page} Page
 */

const root = join(import.meta.dirname, '../../..');

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** @type {(() => unknown)[]} */
const closing = [];
after(async () => {
  for (const close of closing.reverse()) await close();
});

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let browser;

/** Launches one browser for all tests of a file. */
function launch() {
  browser ??= chromium.launch({ executablePath: findBrowser(), args: browserFlags });
  closing.push(async () => (await browser)?.close());
  return browser;
}

/**
 * Serves dist/ at / and the wasm package at /pkg/, to pages of any origin.
 *
 * @param {Record<string, string>} [pages] more pages, HTML by path
 * @returns {Promise<{url: string, served: Map<string, Buffer>}>} `served` grows with every
 *   requested path
 */
export async function serve(pages = {}) {
  /** @type {Map<string, Buffer>} */
  const served = new Map();
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = pathname.startsWith('/pkg/') ? join('www', pathname) : join('dist', pathname);
    try {
      const body = pages[pathname] ?? (await readFile(join(root, file)));
      served.set(pathname, Buffer.from(body));
      response.setHeader('content-type', types[extname(pathname)] ?? 'application/octet-stream');
      response.setHeader('access-control-allow-origin', '*');
      response.end(body);
    } catch {
      served.set(pathname, Buffer.of());
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  closing.push(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, served };
}

/** Records the events of the tags and the workers; runs in the page before its own scripts. */
function installRecords() {
  /** @type {Record<string, any>} */
  const records = { step: [], state: [], error: [], workers: [], terminated: 0 };
  for (const type of ['step', 'state', 'error']) {
    document.addEventListener(`lstm-${type}`, (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      records[type].push({ ...detail, target: event.target, at: performance.now() });
    });
  }
  window.Worker = class extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} args */
    constructor(...args) {
      super(...args);
      records.workers.push(this);
    }

    terminate() {
      if (records.workers.includes(this)) records.terminated++;
      super.terminate();
    }
  };
  // One worker on every machine, unless a test asks for more.
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 });
  Object.assign(window, { records });
}

/**
 * Opens a page; any uncaught error and any error on its console fails the test.
 *
 * @param {TestContext} t
 * @param {string} url
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {RegExp} [expected] the errors on its console that do not
 * @returns {Promise<Page>}
 */
export async function openPage(t, url, options, expected) {
  const context = await (await launch()).newContext(options);
  /** @type {string[]} */
  const errors = [];
  context.on('weberror', (event) => errors.push(`uncaught: ${event.error().message}`));
  context.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !expected?.test(text)) errors.push(`console: ${text}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, [], 'errors of the page');
  });
  await context.addInitScript(installRecords);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}

/**
 * Opens a blog post with this in its body.
 *
 * @param {TestContext} t
 * @param {string} body HTML
 * @param {string} [scripts] the server of the tag's script; by default the post's own
 */
export async function openPost(t, body, scripts = '') {
  const head = `<meta charset="utf-8" /><title>A post</title><link rel="icon" href="data:," />
    <script type="module" src="${scripts}/lstm-playground.js"></script>`;
  const html = `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
  const { url, served } = await serve({ '/post.html': html });
  return { page: await openPage(t, `${url}/post.html`), served };
}
