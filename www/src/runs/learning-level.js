/** @typedef {import('./training-record.js').TrainingRecord} TrainingRecord */

/** The longest context that is counted. */
const LAST_ORDER = 5;
/** More than letter counts are known once so much of their lead over contexts is made up… */
const BEGUN = 0.25;
/** …and at least so many bits per character. */
const MIN_BEGUN = 0.15;
/** A level is reached, and lost, at this distance from its threshold, in bits per character. */
const MARGIN = 0.04;
/** Near the lowest possible loss: this multiple of it, and so many bits per character above. */
const NEAR_FACTOR = 1.05;
const NEAR = 0.02;

/** The names of the levels, from the lowest. */
const LEVELS = /** @type {const} */ (['letters', 'pieces', 'memory', 'best possible']);

/**
 * The level of learning: the loss on unseen text beside that of counting letters. It follows from
 * all points of the curve, so that a loss near a threshold does not change it to and fro.
 *
 * @param {Pick<TrainingRecord, 'validation' | 'baselines' | 'floor'>} record
 * @returns {typeof LEVELS[number] | undefined} undefined before there are points to compare
 */
export function levelOf({ validation, baselines, floor = -Infinity }) {
  const letters = baselines.find(({ order }) => order === 0)?.bitsPerChar;
  if (letters === undefined || validation.y.length === 0) return undefined;
  const contexts = baselines.filter(({ order }) => order > 0).map((one) => one.bitsPerChar);
  const isCounted = baselines.some(({ order }) => order === LAST_ORDER);
  const counting = Math.min(letters, ...contexts);
  const pieces = letters - Math.max(MIN_BEGUN, BEGUN * (letters - counting));
  const memory = isCounted ? Math.min(counting, pieces) : -Infinity;
  const best = Math.min(memory, NEAR_FACTOR * floor + NEAR);
  const thresholds = [pieces, memory, best];
  let level = 0;
  for (const bits of validation.y) {
    while (level < 3 && bits < thresholds[level] - (level < 2 ? MARGIN : 0)) level++;
    while (level > 0 && bits > thresholds[level - 1] + MARGIN) level--;
  }
  return LEVELS[level];
}
