/** Builds the contenders for browsers, serves them, and measures one of them at a time. */

import { createServer } from 'node:http';
import { extname } from 'node:path';
import { build } from 'vite';
import { openBrowser } from '../scripts/webdriver.mjs';

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

/**
 * Opens a fresh browser, which measures in a new worker.
 *
 * @param {import('./contenders.mjs').Contender} contender
 * @param {string} url
 * @returns {Promise<import('./programs.mjs').Program>}
 */
export async function openInBrowser({ module, option, engine = 'Chromium' }, url) {
  const browser = await openBrowser(engine, { patience: 2 * PATIENCE });
  await browser.goTo(url);
  return {
    versions: { [engine]: browser.version },
    measure: (job) => browser.execute(inPage, { module, option, job }, PATIENCE),
    close: () => browser.close(),
  };
}

/**
 * Runs in the page.
 *
 * @param {object} request
 * @param {number} patience
 * @returns {Promise<import('./programs.mjs').Outcome>}
 */
function inPage(request, patience) {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ error: `over ${patience / 1000} s` }), patience);
    const worker = new Worker('/measure.js', { type: 'module' });
    worker.addEventListener('message', ({ data }) => resolve(data));
    worker.addEventListener('error', ({ message }) => resolve({ error: message || 'no worker' }));
    worker.postMessage(request);
  });
}
