/** A proxy through which everything goes that a page asks of a network, with a list of it. */

import { createServer, request as ask } from 'node:http';
import { after } from 'node:test';

/** Chromium asks there by itself, on every page with fields, which of them it can fill in. */
const OF_CHROMIUM = 'content-autofill.googleapis.com:443';

/** @type {(() => unknown)[]} */
const closing = [];
after(() => closing.forEach((close) => close()));

/**
 * Records requests of pages, frames, workers, beacons, sockets and of the browser itself. Those to
 * this computer are answered, all others refused.
 *
 * @returns {Promise<{proxy: {server: string}, requests: string[]}>} `proxy` is an option of a
 *   browser context; `requests` grows: `GET http://…`, `CONNECT host:443`
 */
export async function recordNetwork() {
  /** @type {string[]} */
  const requests = [];
  const server = createServer((request, response) => {
    const { method, headers, url = '' } = request;
    requests.push(`${method} ${url}`);
    if (new URL(url).hostname !== '127.0.0.1') return response.writeHead(502).end();
    const forwarded = ask(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  server.on('connect', ({ url }, socket) => {
    if (url !== OF_CHROMIUM) requests.push(`CONNECT ${url}`);
    socket.end('HTTP/1.1 502 Refused\r\n\r\n');
  });
  server.on('upgrade', ({ url }, socket) => {
    requests.push(`UPGRADE ${url}`);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { proxy: { server: `http://127.0.0.1:${port}` }, requests };
}
