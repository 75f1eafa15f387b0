// npm run bench:inside: the cost of inspection for training, and the frame rate of the page
// meanwhile.
//
// It alternates, because a machine has slow moments: the live gates in view, above an opened unit; and
// both out of view, when nothing is computed for them.

import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { browserFlags, findBrowser } from '../scripts/browser.mjs';
import { median } from '../www/src/lib/median.js';

const ROUNDS = 5;
/** Milliseconds before a measurement. */
const SETTLE = 1500;
/** Milliseconds of a measurement. */
const MEASURE = 6000;
/** The time in ms after which a frame is late on a screen with 60 refreshes a second. */
const MISSED = (1.5 * 1000) / 60;

/**
 * Runs in the page.
 *
 * @param {{settle: number, measure: number}} times
 */
async function inPage({ settle, measure }) {
  /** @param {number} milliseconds */
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  await wait(settle);
  let last = /** @type {any} */ (window).lastStep;
  const [step, start] = [last.step, performance.now()];
  /** @type {number[]} */
  const frames = [];
  let before = start;
  while (performance.now() < start + measure) {
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - before);
    before = performance.now();
  }
  last = /** @type {any} */ (window).lastStep;
  return { stepsPerSecond: (1000 * (last.step - step)) / (performance.now() - start), frames };
}

const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserFlags });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 480 } });
  await page.goto(String(server.resolvedUrls?.local[0]));
  await page.evaluate(() =>
    addEventListener('lstm-step', (event) =>
      Object.assign(window, { lastStep: /** @type {CustomEvent} */ (event).detail }),
    ),
  );
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForFunction(() => 'lastStep' in window);
  /** @type {Record<string, Awaited<ReturnType<typeof inPage>>[]>} */
  const found = { closed: [], open: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, all] of Object.entries(found)) {
      const [tab, target] = name === 'open' ? ['One unit', '.live'] : ['Settings', '#about'];
      await page.getByRole('tab', { name: tab }).click();
      await page.locator(target).evaluate((element) => element.scrollIntoView({ block: 'center' }));
      all.push(await page.evaluate(inPage, { settle: SETTLE, measure: MEASURE }));
    }
  }
  const [closed, open] = [found.closed, found.open].map((all) =>
    median(all.map(({ stepsPerSecond }) => stepsPerSecond)),
  );
  const loss = (100 * (1 - open / closed)).toFixed(1);
  console.log(
    `steps a second: ${closed.toFixed(1)} closed, ${open.toFixed(1)} open: ${loss} % less`,
  );
  for (const [name, all] of Object.entries(found)) {
    const frames = all.flatMap(({ frames }) => frames).sort((a, b) => a - b);
    const rate = (1000 * frames.length) / frames.reduce((sum, gap) => sum + gap, 0);
    const missed = (100 * frames.filter((gap) => gap > MISSED).length) / frames.length;
    const longest = frames[frames.length - 1].toFixed(0);
    console.log(
      `${name}: ${rate.toFixed(1)} frames a second, ${missed.toFixed(1)} % miss a refresh, ` +
        `the longest takes ${longest} ms`,
    );
  }
} finally {
  await browser.close();
  await server.close();
}
