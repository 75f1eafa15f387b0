/** Faults that a test brings into the workers of a page, in any browser. */

/**
 * @typedef {object} Page in Playwright or in every browser
 * @property {<R>(run: (arg: any) => R | Promise<R>, arg: any) => Promise<R>} evaluate
 * @property {(run: (arg: any) => unknown, arg: any) => Promise<unknown>} waitForFunction
 */

/** Runs in the page before its own scripts: its workers run what a test sends them. */
export function installFaults() {
  const hear = `addEventListener('message', (event) => {
    if (event.data?.fault === undefined) return;
    event.stopImmediatePropagation();
    (0, eval)(event.data.fault);
  });`;
  const { Blob: Plain } = window;
  window.Blob = class extends Plain {
    /**
     * @param {BlobPart[]} [parts]
     * @param {BlobPropertyBag} [options]
     */
    constructor(parts, options) {
      const isScript = options?.type?.startsWith('text/javascript');
      super(isScript ? [hear, ...(parts ?? [])] : parts, options);
    }
  };
}

/** Scripts that do to a worker what their names say. */
export const faults = {
  freeze: 'for (;;);',
  throw: `setTimeout(() => { throw new Error('its legs gave way'); });`,
  /** At the next reading of the clock within the wasm, which then is never used again. */
  trap: `performance.now = () => { throw new WebAssembly.RuntimeError('unreachable'); };`,
  aheadInTime: `{
    const { now } = performance;
    performance.now = () => now.call(performance) + 3_600_000;
  }`,
  backInTime: `{
    const { now } = performance;
    performance.now = () => now.call(performance) - 3_600_000;
  }`,
};

/**
 * Brings a fault into the newest leading worker, or another; returns the moment.
 *
 * @param {Page} page
 * @param {keyof typeof faults | 'kill'} fault
 * @param {number} [index] in the order of their starts; by default the newest
 * @returns {Promise<number>}
 */
export const bring = (page, fault, index = -1) =>
  page.evaluate(
    ([index, script]) => {
      const worker = /** @type {any} */ (window).records.workers.at(index);
      // The browser's own, which no one hears of.
      if (script) worker.postMessage({ fault: script });
      else Object.getPrototypeOf(Object.getPrototypeOf(worker)).terminate.call(worker);
      return performance.now();
    },
    /** @type {const} */ ([index, fault === 'kill' ? '' : faults[fault]]),
  );

/**
 * Waits until training goes on after a fault.
 *
 * @param {Page} page
 * @param {number} at the moment of the fault
 * @returns {Promise<{noticed: number, recovered: number, lost: number}>} seconds until it was reported,
 *   and until the first step after it, and the seconds of training that are repeated
 */
export async function recovery(page, at) {
  await page.waitForFunction((at) => {
    const { error, state, step } = /** @type {any} */ (window).records;
    const told = error.find((/** @type {any} */ error) => error.at > at);
    if (told && state.at(-1).state === 'failed')
      throw new Error(`no recovery, but: ${told.message}`);
    return told && step.some((/** @type {any} */ step) => step.at > told.at);
  }, at);
  return page.evaluate((at) => {
    const { error, step } = /** @type {any} */ (window).records;
    const told = error.find((/** @type {any} */ error) => error.at > at);
    const next = step.find((/** @type {any} */ step) => step.at > told.at);
    const [, from] = /from step ([\d,]+)/.exec(told.message) ?? [];
    const saved = Number(from.replaceAll(',', ''));
    const before = step.filter((/** @type {any} */ step) => step.at <= at);
    const last = before.findLast((/** @type {any} */ step) => step.step <= saved) ?? before[0];
    const seconds = (/** @type {number} */ milliseconds) => milliseconds / 1000;
    return {
      noticed: seconds(told.at - at),
      recovered: seconds(next.at - at),
      lost: seconds(at - last.at),
    };
  }, at);
}

/** @param {Awaited<ReturnType<typeof recovery>>} seconds */
export const inWords = ({ noticed, recovered, lost }) =>
  `noticed after ${noticed.toFixed(1)} s, training again after ${recovered.toFixed(1)} s, ` +
  `from a checkpoint of ${lost.toFixed(1)} s before`;
