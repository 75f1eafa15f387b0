/** @typedef {{first: number, end: number}} Shards from `first` to `end`, without `end` */

/**
 * Divides neighbouring shards among a worker, which gets the first of them and at least one, and
 * the replicas below it.
 *
 * @param {Shards} shards
 * @param {number[]} sizes of the replicas, each with those below it
 * @returns {Shards[]} those of the worker, then of each replica; empty where shards are too few
 */
export function divide({ first, end }, sizes) {
  const workers = sizes.reduce((sum, size) => sum + size, 1);
  let before = 0;
  let edge = first;
  return [1, ...sizes].map((size) => {
    before += size;
    const start = edge;
    edge = first + Math.max(1, Math.floor((before * (end - first)) / workers));
    return { first: start, end: edge };
  });
}
