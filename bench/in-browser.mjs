/** Builds the contenders for the browser, serves them, and measures one of them at a time. */

import { createServer } from 'node:http';
import { extname } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { browserFlags, findBrowser } from '../scripts/browser.mjs';

/** @typedef {import('./measure.js').Measurement} Measurement */

/** Milliseconds after which a measurement is given up. */
export const PATIENCE = 180_000;

/** @type {Record<string, string>} */
const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** @returns {Promise<Map<string, string | Uint8Array>>} the built files by path, kept in memory */
async function buildFiles() {
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: false, // there is no document in a worker
      rolldownOptions: {
        input: 'measure.js',
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (built);
  return new Map(
    output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
}

/** @returns {Promise<{url: string, close: () => void}>} */
export async function serve() {
  const files = await buildFiles();
  const server = createServer(({ url = '/' }, response) => {
    const isPage = url === '/';
    const body = isPage ? '<!doctype html><link rel="icon" href="data:," />' : files.get(url);
    response.setHeader('content-type', isPage ? 'text/html' : (types[extname(url)] ?? ''));
    if (body === undefined) response.statusCode = 404;
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** @returns {Promise<import('playwright-core').Browser>} rejects without a browser */
export async function launch() {
  if (!findBrowser()) {
    throw new Error('there is no Chromium on the PATH: install it, or set CHROME to its path');
  }
  return chromium.launch({ executablePath: findBrowser(), args: browserFlags });
}

/**
 * Measures one contender in a new page and a new worker.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {import('./contenders.mjs').Contender} contender
 * @param {{hidden: number, batch: number, seqLen: number, vocab: number}} job
 * @returns {Promise<Measurement | {error: string}>}
 */
export async function measure(browser, url, { module, option }, job) {
  /** @type {import('playwright-core').Page | undefined} */
  let page;
  try {
    page = await browser.newPage();
    await page.goto(url);
    return await page.evaluate(inPage, { request: { module, option, job }, patience: PATIENCE });
  } catch (error) {
    return { error: error instanceof Error ? error.message.split('\n')[0] : String(error) };
  } finally {
    // A browser that has crashed has nothing left to close.
    await page?.close().catch(() => {});
  }
}

/**
 * Runs in the page.
 *
 * @param {{request: object, patience: number}} given
 * @returns {Promise<Measurement | {error: string}>}
 */
function inPage({ request, patience }) {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ error: `over ${patience / 1000} s` }), patience);
    const worker = new Worker('/measure.js', { type: 'module' });
    worker.addEventListener('message', ({ data }) => resolve(data));
    worker.addEventListener('error', ({ message }) => resolve({ error: message || 'no worker' }));
    worker.postMessage(request);
  });
}
