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

/** The name of the lowest loss that any network can reach. */
export const FLOOR_NAME = 'the best possible';
