/**
 * @typedef {import('./data-parallel.js').Replica} Replica
 *
 * @typedef {object} Division of a step
 * @property {number} id
 * @property {Replica[]} replicas
 * @property {{id: number, first: number, end: number}[]} shares of each replica, and of the leading
 *   worker
 */

/**
 * Divides the shards of a step among the leading worker and as many replicas as there are shards
 * for.
 *
 * @param {number} id
 * @param {number} shards
 * @param {Replica[]} inStep
 * @returns {Division}
 */
export function divide(id, shards, inStep) {
  const replicas = inStep.slice(0, shards - 1);
  const workers = replicas.length + 1;
  /** @param {number} worker */
  const first = (worker) => Math.floor((worker * shards) / workers);
  const shares = Array.from({ length: workers }, (_, i) => ({
    id,
    first: first(i),
    end: first(i + 1),
  }));
  return { id, replicas, shares };
}
