// npm run bench:exchange -- [--hidden 128] [--batch 32] [--workers 8]
//
// The speed-up by many workers on a machine with two cores, estimated from measured parts; see
// exchange.js.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from '../scripts/browser.mjs';

const { values } = parseArgs({
  options: {
    hidden: { type: 'string', default: '128' },
    batch: { type: 'string', default: '32' },
    workers: { type: 'string', default: '8' },
  },
});
const [hidden, batch, workers] = [values.hidden, values.batch, values.workers].map(Number);

/** @type {Record<string, string>} */
const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
const server = createServer(async ({ url = '/' }, response) => {
  // Isolated, so that the browser's clock has a resolution of 5 µs.
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  response.setHeader('content-type', types[extname(url)] ?? 'text/html');
  const path = join(import.meta.dirname, '..', url);
  response.end(url === '/' ? '<!doctype html>' : await readFile(path).catch(() => ''));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserFlags });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  const result = await page.evaluate(
    async (job) => (await import(/** @type {any} */ ('/bench/exchange.js'))).measure(job),
    { hidden, batch, workers },
  );
  const ms = (/** @type {number} */ time) => `${time.toFixed(3)} ms`;
  console.log(`a step of one worker: ${ms(result.alone)}, of ${workers}: ${ms(result.step)}`);
  console.log(`a message between two workers: ${ms(result.latency)}`);
  console.log('the leading worker, in a step:');
  const parts = Object.entries(/** @type {Record<string, number>} */ (result.parts));
  for (const [name, time] of parts) console.log(`  ${name} ${ms(time)}`);
  const busy = parts.reduce((sum, [, time]) => sum + time, 0);
  console.log(`  waiting ${ms(result.step - busy)}`);
  console.log(`speed-up: ${(result.alone / result.step).toFixed(2)}`);
} finally {
  await browser.close();
  server.close();
}
