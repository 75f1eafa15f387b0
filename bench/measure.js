/** Runs in a new worker: prepares a contender for a job, and measures it. */

/**
 * The result of `prepare(job, option)`, which every file in contenders/ exports.
 *
 * @typedef {object} Contender
 * @property {() => number | Promise<number>} step trains for a while; returns the number of
 *   predicted characters
 * @property {(milliseconds: number) => number} [peak] measures the GFLOP/s within reach of its one
 *   thread
 * @property {() => number} [validationBits] bits per character of the validation text
 */

/**
 * @typedef {object} Speed
 * @property {number} charsPerSecond
 * @property {number} steps calls of `step` in it
 * @property {number} seconds of all steps
 * @property {number[]} [peaks] GFLOP/s, before and after
 *
 * @typedef {object} Learning
 * @property {{seconds: number, bitsPerChar: number, chars: number}[]} points after the seconds of
 *   training, in which `chars` characters were predicted
 */

const WARM_UP = 1000;
const DURATION = 1500;
const PEAK_DURATION = 500;
const MIN_STEPS = 3;

/** @type {Record<string, () => Promise<any>>} */
const contenders = import.meta.glob('./contenders/*.js');

/**
 * Trains for at least `milliseconds` and three steps; a step that takes longer counts for several.
 *
 * @param {Contender} contender
 * @param {number} milliseconds
 * @returns {Promise<Speed>}
 */
async function train({ step }, milliseconds) {
  const start = performance.now();
  let [chars, steps, elapsed] = [0, 0, 0];
  while (elapsed < milliseconds || (steps < MIN_STEPS && elapsed < steps * milliseconds)) {
    chars += await step();
    steps++;
    elapsed = performance.now() - start;
  }
  return { charsPerSecond: (1000 * chars) / elapsed, steps, seconds: elapsed / 1000 };
}

/**
 * @param {Contender} contender
 * @returns {Promise<Speed>}
 */
async function speed(contender) {
  // The engine compiles in tiers, so the first second is slower.
  await train(contender, WARM_UP);
  const { peak } = contender;
  if (!peak) return train(contender, DURATION);
  peak(PEAK_DURATION);
  const before = peak(PEAK_DURATION);
  const measured = await train(contender, DURATION);
  return { ...measured, peaks: [before, peak(PEAK_DURATION)] };
}

/**
 * The clock stands still while the validation text is read.
 *
 * @param {Contender} contender
 * @param {number[]} moments in seconds of training, the first step included
 * @returns {Promise<Learning>}
 */
async function learning({ step, validationBits }, moments) {
  if (!validationBits) throw new Error('it cannot read a validation text');
  const points = [];
  let [chars, trained] = [0, 0];
  for (const seconds of moments) {
    while (trained < 1000 * seconds) {
      const start = performance.now();
      chars += await step();
      trained += performance.now() - start;
    }
    points.push({ seconds, bitsPerChar: validationBits(), chars });
  }
  return { points };
}

/** @param {{module: string, option: any, job: import('./jobs.mjs').Job}} request */
async function measure({ module, option, job }) {
  const { prepare } = await contenders[`./contenders/${module}.js`]();
  /** @type {Contender} */
  const contender = await prepare(job, option);
  return job.moments ? learning(contender, job.moments) : speed(contender);
}

addEventListener('message', async ({ data }) => {
  try {
    postMessage(await measure(data));
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
