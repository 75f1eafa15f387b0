import { nextTask } from './next-task.js';

/**
 * A long computation.
 *
 * @template T
 * @typedef {object} Sliceable
 * @property {(milliseconds: number) => T | undefined} runFor works for that time; undefined until
 *   the result is available
 */

/**
 * Runs a computation to its end at once.
 *
 * @template T
 * @param {Sliceable<T>} task
 */
export const runAtOnce = (task) => /** @type {T} */ (task.runFor(Infinity));

/**
 * Runs a long computation to its end in slices, between which the thread hears messages.
 *
 * @template T
 * @param {Sliceable<T>} task
 * @param {number} sliceMilliseconds
 * @param {(milliseconds: number) => void} [onSlice] called after every slice with the time that it took
 * @returns {Promise<T>}
 */
export async function runInSlices(task, sliceMilliseconds, onSlice) {
  for (;;) {
    const start = performance.now();
    const result = task.runFor(sliceMilliseconds);
    onSlice?.(performance.now() - start);
    if (result !== undefined) return result;
    await nextTask();
  }
}
