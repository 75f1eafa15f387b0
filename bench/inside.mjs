// npm run bench:inside: the cost of the live gates for training, and the frame rate of the page
// meanwhile.
//
// It measures in pairs, with the live gates in view and without them, in one page, because a machine
// has slow moments. Steps are told per second and per second of the worker's processor time, which
// Linux tells of each thread: other programs take a part of the first, and hardly of the second.

import { readdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { browserFlags, findBrowser } from '../scripts/browser.mjs';
import { median } from '../www/src/lib/median.js';

const PAIRS = 20;
/** Milliseconds before a measurement. */
const SETTLE = 500;
/** Milliseconds of a measurement. */
const MEASURE = 2000;
/** The time in ms after which a frame is late on a screen with 60 refreshes a second. */
const MISSED = (1.5 * 1000) / 60;
const PANELS = { without: 'text sample curve', live: 'text sample curve live' };

/**
 * @typedef {object} Measurement
 * @property {number} perSecond steps
 * @property {number} perWorkerSecond steps in a second of the worker's processor time
 * @property {number} mainShare processor time of the main thread in a second
 * @property {number[]} frames milliseconds between them
 */

/**
 * Runs in the page.
 *
 * @param {number} milliseconds
 */
async function inPage(milliseconds) {
  const start = performance.now();
  /** @type {number[]} */
  const frames = [];
  let before = start;
  while (performance.now() < start + milliseconds) {
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - before);
    before = performance.now();
  }
  return frames;
}

/**
 * Seconds of processor time of the threads of a process with this name.
 *
 * @param {number} process
 * @param {(name: string, id: number) => boolean} isWanted
 */
function secondsOf(process, isWanted) {
  const folder = `/proc/${process}/task`;
  return readdirSync(folder).reduce((sum, id) => {
    const name = readFileSync(`${folder}/${id}/comm`, 'utf8').trim();
    if (!isWanted(name, Number(id))) return sum;
    return sum + Number(readFileSync(`${folder}/${id}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
  }, 0);
}

const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserFlags });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(String(server.resolvedUrls?.local[0]));
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await train.waitFor();
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag) => {
    tag.addEventListener('lstm-step', (/** @type {any} */ { detail }) =>
      Object.assign(window, { step: detail.step }),
    );
    tag.config = { ...tag.config, patience: 0, maxSteps: 1e8 };
  });
  await train.click();
  await page.waitForFunction(() => /** @type {any} */ (window).step > 20);
  const client = await browser.newBrowserCDPSession();
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const now = async () => {
    const worker = (/** @type {string} */ name) => name.startsWith('DedicatedWorker');
    const { step, at } = await page.evaluate(() => ({
      step: /** @type {any} */ (window).step,
      at: performance.now() / 1000,
    }));
    const sum = (/** @type {(id: number) => number} */ of) =>
      renderers.reduce((total, { id }) => total + of(id), 0);
    return {
      step,
      at,
      worker: sum((id) => secondsOf(id, worker)),
      main: sum((id) => secondsOf(id, (_, thread) => thread === id)),
    };
  };
  /** @param {string} panels @returns {Promise<Measurement>} */
  const measure = async (panels) => {
    await tag.evaluate((tag, panels) => tag.setAttribute('panels', panels), panels);
    await page.evaluate(() => scrollTo(0, 0));
    if (panels === PANELS.live) {
      await page
        .locator('.live .story')
        .getByText(/^\d+ of \d+ letters guessed/)
        .waitFor();
    }
    await page.waitForTimeout(SETTLE);
    const start = await now();
    const frames = await page.evaluate(inPage, MEASURE);
    const end = await now();
    return {
      perSecond: (end.step - start.step) / (end.at - start.at),
      perWorkerSecond: (end.step - start.step) / (end.worker - start.worker),
      mainShare: (end.main - start.main) / (end.at - start.at),
      frames,
    };
  };
  await measure(PANELS.live); // loads its code
  /** @type {Record<keyof typeof PANELS, Measurement[]>} */
  const found = { without: [], live: [] };
  for (let pair = 0; pair < PAIRS; pair++) {
    const names = /** @type {(keyof typeof PANELS)[]} */ (Object.keys(PANELS));
    // Each of the two comes first as often as second.
    for (const name of pair % 2 ? names.reverse() : names) {
      found[name].push(await measure(PANELS[name]));
    }
  }
  for (const [key, unit] of /** @type {const} */ ([
    ['perSecond', 'second'],
    ['perWorkerSecond', "second of the worker's processor time"],
  ])) {
    const of = (/** @type {Measurement[]} */ all) => median(all.map((one) => one[key])).toFixed(1);
    const losses = found.live.map((live, i) => 100 * (1 - live[key] / found.without[i][key]));
    losses.sort((a, b) => a - b);
    const spread = [0.25, 0.75].map((part) => losses[Math.round(part * (PAIRS - 1))].toFixed(1));
    console.log(
      `steps a ${unit}: ${of(found.without)} without, ${of(found.live)} with the live gates, ` +
        `${median(losses).toFixed(1)} % less (half of the ${PAIRS} pairs: ${spread.join(' to ')} %)`,
    );
  }
  for (const [name, all] of Object.entries(found)) {
    const frames = all.flatMap(({ frames }) => frames).sort((a, b) => a - b);
    const rate = (1000 * frames.length) / frames.reduce((sum, gap) => sum + gap, 0);
    const missed = (100 * frames.filter((gap) => gap > MISSED).length) / frames.length;
    const main = (100 * median(all.map(({ mainShare }) => mainShare))).toFixed(1);
    console.log(
      `${name}: ${rate.toFixed(1)} frames a second, ${missed.toFixed(1)} % miss a refresh, ` +
        `the longest takes ${frames[frames.length - 1].toFixed(0)} ms; ` +
        `the main thread works ${main} % of the time`,
    );
  }
} finally {
  await browser.close();
  await server.close();
}
