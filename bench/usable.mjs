// npm run bench:usable -- DIST [DIST]: the time until a page can be used, of the site in each folder,
// by turns: milliseconds from the request of an uncached page until Train can be pressed.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from '../scripts/browser.mjs';
import { median } from '../www/src/lib/median.js';

const ROUNDS = 25;

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * Serves a site, gzipped as web hosts do.
 *
 * @param {string} folder
 * @returns {Promise<{url: string, bytes: () => number, close: () => void}>} `bytes` of all answers
 *   since its last call
 */
async function serve(folder) {
  let bytes = 0;
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const name = pathname === '/' ? '/index.html' : pathname;
    try {
      const body = files.get(name) ?? gzipSync(await readFile(join(folder, name)));
      files.set(name, body);
      bytes += body.length;
      response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream');
      response.setHeader('content-encoding', 'gzip');
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    bytes: () => [bytes, (bytes = 0)][0],
    close: () => server.close(),
  };
}

/** Runs in the page before its own scripts: notes the frame in which Train can be pressed. */
function watch() {
  const look = () => {
    const root = document.querySelector('lstm-playground')?.shadowRoot;
    const train = [...(root?.querySelectorAll('button') ?? [])].find(
      ({ textContent, disabled }) => textContent === 'Train' && !disabled,
    );
    if (!train) return requestAnimationFrame(look);
    const { domContentLoadedEventEnd: loaded } = /** @type {PerformanceNavigationTiming} */ (
      performance.getEntriesByType('navigation')[0]
    );
    Object.assign(window, { usable: { at: performance.now(), loaded } });
  };
  requestAnimationFrame(look);
}

const folders = process.argv.slice(2);
const sites = await Promise.all((folders.length > 0 ? folders : ['dist']).map(serve));
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserFlags });
try {
  const found = sites.map(() => /** @type {Record<string, number>[]} */ ([]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, site] of sites.entries()) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      await context.addInitScript(watch);
      const page = await context.newPage();
      const client = await context.newCDPSession(page);
      await client.send('Performance.enable', { timeDomain: 'threadTicks' });
      await page.goto(site.url);
      await page.waitForFunction(() => 'usable' in window);
      const { at, loaded } = await page.evaluate(() => /** @type {any} */ (window).usable);
      const { metrics } = await client.send('Performance.getMetrics');
      const { value } = metrics.find(({ name }) => name === 'TaskDuration') ?? { value: NaN };
      await page.waitForLoadState('networkidle');
      const kilobytes = site.bytes() / 1000;
      // The first visit warms the browser up.
      if (round > 0) found[i].push({ at, after: at - loaded, main: 1000 * value, kilobytes });
      await context.close();
    }
  }
  for (const [i, all] of found.entries()) {
    /** @param {string} key */
    const tell = (key) => {
      const values = all.map((one) => one[key]).sort((a, b) => a - b);
      const [least, most] = [values[0], values[values.length - 1]].map((one) => one.toFixed(0));
      return `${median(values).toFixed(0)} (${least} to ${most})`;
    };
    console.log(
      `${folders[i] ?? 'dist'}: usable after ${tell('at')} ms, ${tell('after')} ms after ` +
        `DOMContentLoaded, ${tell('main')} ms of the main thread's processor time; ` +
        `${tell('kilobytes')} kB gzipped`,
    );
  }
} finally {
  await browser.close();
  for (const site of sites) site.close();
}
