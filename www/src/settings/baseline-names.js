/**
 * The name of a baseline on screen. The order counts the characters of context, the name also the
 * predicted one.
 *
 * @param {number} order -1 for a uniform guess, 0 for a unigram
 */
export function baselineName(order) {
  if (order === -1) return 'pure guessing';
  return order === 0 ? 'letter counts' : `${order + 1}-letter counts`;
}

/**
 * The baselines worth drawing, and the lowest possible loss where it is known.
 *
 * @param {readonly import('../shared/protocol.js').Baseline[]} baselines
 * @param {number} [floor]
 * @returns {{name: string, y: number}[]}
 */
export function baselineLevels(baselines, floor) {
  const [best] = baselines
    .filter(({ order }) => order >= 1)
    .sort((a, b) => a.bitsPerChar - b.bitsPerChar);
  const levels = baselines
    .filter((baseline) => baseline.order <= 0 || baseline === best)
    .sort((a, b) => a.order - b.order)
    .map(({ order, bitsPerChar }) => ({ name: baselineName(order), y: bitsPerChar }));
  return floor === undefined ? levels : [...levels, { name: FLOOR_NAME, y: floor }];
}

/** The name of the lowest loss that any network can reach. */
export const FLOOR_NAME = 'the best possible';
