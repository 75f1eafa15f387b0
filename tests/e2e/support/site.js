/** The built site on a server of its own, and the script that records events in its pages. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after } from 'node:test';

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
after(() => closing.forEach((close) => close()));

/**
 * Serves dist/ at / and the wasm package at /pkg/, to pages of any origin.
 *
 * @param {Record<string, string | Buffer>} [pages] more pages and files, by path
 * @param {string} [script] runs in every page before its own
 * @param {Record<string, Record<string, string>>} [headers] more of them, by path
 * @returns {Promise<{url: string, served: Map<string, Buffer>}>} `served` grows with every
 *   requested path
 */
export async function serve(pages = {}, script = '', headers = {}) {
  /** @type {Map<string, Buffer>} */
  const served = new Map();
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = pathname.startsWith('/pkg/') ? join('www', pathname) : join('dist', pathname);
    try {
      let body = pages[pathname] ?? (await readFile(join(root, file)));
      if (script && pathname.endsWith('.html')) {
        body = String(body).replace('<head>', () => `<head><script>${script}</script>`);
      }
      served.set(pathname, Buffer.from(body));
      response.setHeader('content-type', types[extname(pathname)] ?? 'application/octet-stream');
      response.setHeader('access-control-allow-origin', '*');
      for (const header of Object.entries(headers[pathname] ?? {})) response.setHeader(...header);
      response.end(body);
    } catch {
      served.set(pathname, Buffer.of());
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, served };
}

/**
 * A blog post with this in its body.
 *
 * @param {string} body HTML
 * @param {string} [scripts] the server of the tag's script; by default the post's own
 * @returns {string} HTML
 */
export function post(body, scripts = '') {
  const head = `<meta charset="utf-8" /><title>A post</title><link rel="icon" href="data:," />
    <script type="module" src="${scripts}/lstm-playground.js"></script>`;
  return `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
}

/** Records the events of the tags and the workers; runs in the page before its own scripts. */
export function installRecords() {
  /** @type {Record<string, any>} */
  const records = { step: [], state: [], error: [], workers: [], terminated: 0, most: 0 };
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
      // The worker that reads with the untrained network comes and goes at any time: not counted.
      if (args[1]?.name !== 'untrained') records.workers.push(this);
      records.most = Math.max(records.most, records.workers.length - records.terminated);
    }

    terminate() {
      if (records.workers.includes(this)) records.terminated++;
      super.terminate();
    }
  };
  // One worker on every machine, unless a test asks for more.
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2, configurable: true });
  Object.assign(window, { records });
}
