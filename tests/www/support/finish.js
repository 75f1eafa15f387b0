/**
 * Runs a task in slices and returns its result.
 *
 * @template T
 * @param {import('../../../www/src/lib/run-in-slices.js').Sliceable<T>} task
 * @returns {T}
 */
export function finish(task) {
  for (;;) {
    const result = task.runFor(0);
    if (result !== undefined) return result;
  }
}
