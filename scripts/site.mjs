/** The built site on a server of its own. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/**
 * Serves dist/ at / and the wasm package at /pkg/, to pages of any origin.
 *
 * @param {Record<string, string | Buffer>} [pages] more pages and files, by path
 * @param {string} [script] runs in every page before its own
 * @param {Record<string, Record<string, string>>} [headers] more of them, by path
 * @returns {Promise<{url: string, served: Map<string, Buffer>, close: () => void}>} `served` grows
 *   with every requested path
 */
export async function serveSite(pages = {}, script = '', headers = {}) {
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
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, served, close };
}
