import { formatBits, formatNumber, formatWhole } from '../lib/format.js';
import { HALF_THE_RATE } from './remedies.js';
import { unlikeAdvice } from './unlike-text.js';

/**
 * @typedef {import('./training-record.js').TrainingRecord} TrainingRecord
 * @typedef {{x: number[], y: number[]}} Curve
 *
 * @typedef {object} Remedy by default training continues with half the learning rate
 * @property {string} label
 * @property {number} [rate] another learning rate
 * @property {number} [backTo] the step from which training continues; by default the current one
 * @property {true} [usesBest] pauses, and shows the best weights
 * @property {true} [goesOn] continues as it is
 * @property {true} [keepsWeights] starts with the changed text and what was learnt
 * @property {true} [keepsEarlier] starts with what the run before the last restart has learnt
 * @property {() => unknown} [act] does this instead
 * @property {true} [undoes] brings the run before the last restart back
 *
 * @typedef {object} Advice
 * @property {string} message the problem
 * @property {Remedy} [remedy]
 *
 * @typedef {object} Facts
 * @property {{distinctChars: number, validationChars: number, unseenCount?: number}} textReport
 * @property {{gradClip: number, learningRate: number, validationSplit?: string}} config in force
 * @property {number} suggestedRate the learning rate suggested for the text
 * @property {boolean} showsBest true when the page shows the best weights
 */

/** The number of points of the curve before there is advice. */
const MIN_POINTS = 20;
/** The number of points whose mean counts as the training loss: single batches vary. */
const TRAINING_WINDOW = 5;
/** The same for the validation loss. */
const VALIDATION_WINDOW = 3;
/** The loss has diverged at this multiple of its best value… */
const DIVERGED_FACTOR = 3;
/** …and at least this many bits per character above it. */
const DIVERGED_RISE = 0.5;
/** The loss has also diverged at this multiple of a uniform guess… */
const GUESS_FACTOR = 1.5;
/** …or after `STUCK_STEPS` at this one. */
const LATE_GUESS_FACTOR = 1.1;
/** The number of steps in a row with a clipped gradient. */
const CLIPPED_STEPS = 200;
/** The rise of the validation loss, in bits per character, that counts as over-fitting. */
const OVERFITTING_RISE = 0.15;
/** Training is stuck when the loss falls by less than this many bits per character… */
const STUCK_FALL = 0.05;
/** …or rises by less than this many… */
const STUCK_RISE = 0.1;
/** …in so many steps, from the mean of their first half to that of the second… */
const STUCK_STEPS = 300;
/** …so many bits per character above the best n-gram… */
const STUCK_ABOVE = 0.3;
/** …at this multiple of the suggested learning rate, or a higher one. */
const STUCK_FACTOR = 3;

/**
 * Advice about the training so far.
 *
 * @param {TrainingRecord} record
 * @param {Facts} facts
 * @returns {Advice | undefined}
 */
export function adviceOn(record, facts) {
  if (record.training.x.length < MIN_POINTS) return undefined;
  const training = smooth(record.training, TRAINING_WINDOW);
  const guess = Math.log2(facts.textReport.distinctChars);
  return (
    divergenceAdvice(training, record.steps, guess) ??
    stuckAdvice(record, facts) ??
    adviceOnUnseen(record, training, facts) ??
    clippingAdvice(record)
  );
}

/**
 * Advice about the losses on learnt and on unseen text.
 *
 * @param {TrainingRecord} record
 * @param {Curve} training
 * @param {Facts} facts
 * @returns {Advice | undefined}
 */
function adviceOnUnseen(record, training, facts) {
  const validation = smooth(record.validation, VALIDATION_WINDOW);
  // The mean is that of the evaluation before the last.
  const step = record.validation.x.at(-2) ?? 0;
  const now = { learnt: at(training, step), unseen: at(validation, Infinity) };
  if (!record.best || validation.x.length === 0) return undefined;
  return (
    unlikeAdvice(record, now, facts) ??
    overfittingAdvice(record, { ...now, training, validation }, facts)
  );
}

/**
 * The value of a curve at a step; before its first point, the first value.
 *
 * @param {Curve} curve
 * @param {number} step
 */
const at = ({ x, y }, step) =>
  y[
    Math.max(
      0,
      x.findLastIndex((known) => known <= step),
    )
  ];

/**
 * Moving means of a curve.
 *
 * @param {Curve} curve
 * @param {number} width in points
 * @returns {Curve}
 */
function smooth({ x, y }, width) {
  const sums = [0];
  for (const value of y) sums.push(sums[sums.length - 1] + value);
  const ends = x.slice(width - 1);
  return { x: ends, y: ends.map((_, i) => (sums[i + width] - sums[i]) / width) };
}

/**
 * The lowest point of a curve.
 *
 * @param {Curve} curve
 */
function lowest({ x, y }) {
  const at = y.reduce((best, bits, i) => (bits < y[best] ? i : best), 0);
  return { step: x[at], bits: y[at] };
}

/**
 * @param {Curve} training
 * @param {readonly number[]} steps of the checkpoints
 * @param {number} guess bits per character of a uniform guess, about those of an untrained model
 * @returns {Advice | undefined}
 */
function divergenceAdvice(training, steps, guess) {
  const trained = lowest(training);
  const best = trained.bits < guess ? trained : { step: 0, bits: guess };
  const bits = training.y[training.y.length - 1];
  const hasRisen = bits >= DIVERGED_FACTOR * best.bits;
  const isLate = training.x[training.x.length - 1] >= STUCK_STEPS;
  const limit = (isLate ? LATE_GUESS_FACTOR : GUESS_FACTOR) * guess;
  if (bits < best.bits + DIVERGED_RISE || (!hasRisen && bits < limit)) return undefined;
  const problem = hasRisen
    ? `Its guesses got worse, from ${formatBits(best.bits)} to ${formatBits(bits)} bits`
    : `Worse than pure guessing (${formatBits(bits)} bits)`;
  const message = `${problem}: its steps are too large.`;
  const backTo = steps.findLast((step) => step <= best.step);
  if (backTo === undefined) return { message, remedy: HALF_THE_RATE };
  const label = `Back to step ${formatWhole(backTo)}, half the rate`;
  return { message, remedy: { label, backTo } };
}

/**
 * Advice about a loss that stays above that of counting, because the learning rate is too high.
 *
 * @param {TrainingRecord} record
 * @param {Facts} facts
 * @returns {Advice | undefined}
 */
function stuckAdvice({ training, baselines, steps }, { config, suggestedRate }) {
  const { x, y } = training;
  const now = x[x.length - 1];
  if (now < STUCK_STEPS || config.learningRate < STUCK_FACTOR * suggestedRate) return undefined;
  /**
   * The mean loss of some steps.
   *
   * @param {number} from
   * @param {number} to
   */
  const mean = (from, to) => {
    const bits = y.filter((_, i) => x[i] > from && x[i] <= to);
    return bits.reduce((sum, value) => sum + value, 0) / bits.length;
  };
  const half = now - STUCK_STEPS / 2;
  const bits = mean(half, now);
  const counting = Math.min(...baselines.map(({ bitsPerChar }) => bitsPerChar));
  const fall = mean(now - STUCK_STEPS, half) - bits;
  if (fall > STUCK_FALL || fall < -STUCK_RISE || !(bits > counting + STUCK_ABOVE)) return undefined;
  const rate = formatNumber(suggestedRate);
  const backTo = steps[0] === 0 ? 0 : undefined;
  const from = backTo === undefined ? 'Go on at' : 'Back to step 0,';
  return {
    message: `Stuck at ${formatBits(bits)} bits (counting: ${formatBits(counting)}): its steps are too large.`,
    remedy: { label: `${from} rate ${rate}`, backTo, rate: suggestedRate },
  };
}

/**
 * @param {TrainingRecord} record
 * @returns {Advice | undefined}
 */
function clippingAdvice({ training, clippedSince, gradClip }) {
  const now = training.x[training.x.length - 1];
  if (clippedSince === undefined || now - clippedSince < CLIPPED_STEPS) return undefined;
  return {
    message: `For ${CLIPPED_STEPS} steps every gradient was cut to length ${formatNumber(gradClip)}: raise the gradient clip, or lower the learning rate.`,
  };
}

/**
 * @param {TrainingRecord} record
 * @param {{learnt: number, unseen: number, training: Curve, validation: Curve}} smoothed
 * @param {Facts} facts
 * @returns {Advice | undefined}
 */
function overfittingAdvice({ best, ended }, smoothed, { showsBest }) {
  const { learnt, unseen, training, validation } = smoothed;
  // A training that has ended by itself shows the best weights.
  if (!best || ended) return undefined;
  const { step, bitsPerChar } = best;
  const hasRisen = unseen >= lowest(validation).bits + OVERFITTING_RISE;
  if (!hasRisen || learnt >= at(training, step)) return undefined;
  return {
    message: `It is learning by heart: unseen text rose from ${formatBits(bitsPerChar)} to ${formatBits(unseen)} bits.`,
    remedy: showsBest ? undefined : { label: `Back to step ${formatWhole(step)}`, usesBest: true },
  };
}
