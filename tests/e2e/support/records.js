/**
 * The events that the tags of a page fired and the workers that it started, as the page recorded
 * them.
 */

/**
 * @typedef {object} Page in Playwright or in every browser
 * @property {<R>(run: () => R) => Promise<R>} evaluate
 * @property {(run: (arg: any) => unknown, arg: any) => Promise<unknown>} waitForFunction
 */

/**
 * Waits until the tags have reported a step with at least this number.
 *
 * @param {Page} page
 * @param {number} step
 */
export async function reachStep(page, step) {
  await page.waitForFunction(
    (wanted) => /** @type {any} */ (window).records.step.at(-1)?.step >= wanted,
    step,
  );
}

/**
 * Waits until the tags have reported this many further steps.
 *
 * @param {Page} page
 * @param {number} count
 */
export async function moreSteps(page, count) {
  const { steps } = await records(page);
  await page.waitForFunction(
    (wanted) => /** @type {any} */ (window).records.step.length >= wanted,
    steps.length + count,
  );
}

/**
 * Waits for the first report of the run that starts after this many states. Its step may be any: a
 * report comes after a span of time.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} states
 * @returns {Promise<Record<string, number>>}
 */
export async function firstReport(page, states) {
  const report = await page.waitForFunction((states) => {
    const { state, step } = /** @type {any} */ (window).records;
    const isStart = (/** @type {any} */ { state }) => state === 'starting';
    const start = state.slice(states).find(isStart);
    return start && step.find((/** @type {any} */ { at }) => at > start.at);
  }, states);
  return report.jsonValue();
}

/**
 * Waits until the newest state of a tag is this one.
 *
 * @param {Page} page
 * @param {'empty' | 'idle' | 'starting' | 'training' | 'paused' | 'failed'} state
 */
export async function reachState(page, state) {
  await page.waitForFunction(
    (wanted) => /** @type {any} */ (window).records.state.at(-1)?.state === wanted,
    state,
  );
}

/** @param {Page} page */
export function records(page) {
  return page.evaluate(() => {
    const { step, state, error, workers, terminated } = /** @type {any} */ (window).records;
    return {
      steps: /** @type {Record<string, number>[]} */ (step),
      states: /** @type {string[]} */ (state.map((/** @type {any} */ { state }) => state)),
      errors: /** @type {{name: string, message: string}[]} */ (error),
      workers: /** @type {number} */ (workers.length),
      terminated: /** @type {number} */ (terminated),
    };
  });
}
