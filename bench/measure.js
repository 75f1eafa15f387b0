/** Runs in a new worker: prepares a contender for a job and measures its characters a second. */

import { randomText } from '../www/src/shared/benchmark.js';

/**
 * The result of `prepare(job, option)`, which every file in contenders/ exports.
 *
 * @typedef {object} Contender
 * @property {() => number | Promise<number>} step trains for a while; returns the number of
 *   predicted characters
 * @property {(milliseconds: number) => number | Promise<number>} [peak] measures the GFLOP/s within
 *   reach of its one thread
 */

/**
 * @typedef {object} Measurement
 * @property {number} charsPerSecond
 * @property {number} steps calls of `step` in it
 * @property {number} seconds of all steps
 * @property {[before: number, after: number]} [peaks] GFLOP/s
 */

const WARM_UP = 1000;
const DURATION = 1500;
const PEAK_DURATION = 500;
const MIN_STEPS = 3;

/** @type {Record<string, () => Promise<any>>} */
const contenders = import.meta.glob('./contenders/*.js');

/**
 * Runs for at least `milliseconds` and three steps; a step that takes longer counts for several.
 *
 * @param {Contender} contender
 * @param {number} milliseconds
 * @returns {Promise<Measurement>}
 */
async function run({ step }, milliseconds) {
  const start = performance.now();
  let [chars, steps, elapsed] = [0, 0, 0];
  while (elapsed < milliseconds || (steps < MIN_STEPS && elapsed < steps * milliseconds)) {
    chars += await step();
    steps++;
    elapsed = performance.now() - start;
  }
  return { charsPerSecond: (1000 * chars) / elapsed, steps, seconds: elapsed / 1000 };
}

/** @param {{module: string, option: any, job: Omit<import('./windows.js').Job, 'text'>}} request */
async function measure({ module, option, job }) {
  const { prepare } = await contenders[`./contenders/${module}.js`]();
  /** @type {Contender} */
  const contender = await prepare({ ...job, text: randomText(job.vocab) }, option);
  // The engine compiles in tiers, so the first second is slower.
  await run(contender, WARM_UP);
  const { peak } = contender;
  if (!peak) return run(contender, DURATION);
  await peak(PEAK_DURATION);
  const before = await peak(PEAK_DURATION);
  const measurement = await run(contender, DURATION);
  return { ...measurement, peaks: [before, await peak(PEAK_DURATION)] };
}

addEventListener('message', async ({ data }) => {
  try {
    postMessage(await measure(data));
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
