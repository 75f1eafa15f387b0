import { formatBits, formatNumber, formatWhole } from '../lib/format.js';

/**
 * @typedef {import('./training-record.js').TrainingRecord} TrainingRecord
 * @typedef {{x: number[], y: number[]}} Curve
 *
 * @typedef {object} Advice
 * @property {string} message the problem and its remedy
 * @property {{label: string, backTo?: number}} [remedy] half the learning rate, from the step
 *   `backTo` or from the current one
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
/** The loss has also diverged at this multiple of a uniform guess. */
const GUESS_FACTOR = 1.5;
/** The number of steps in a row with a clipped gradient. */
const CLIPPED_STEPS = 200;
/** The rise of the validation loss, in bits per character, that counts as over-fitting. */
const OVERFITTING_RISE = 0.15;

/**
 * The advice after a rollback.
 *
 * @type {Advice}
 */
export const AFTER_ROLLBACK = {
  message: 'The last good weights are back.',
  remedy: { label: 'Continue with half the learning rate' },
};

/** Advice about divergence, over-fitting and clipping. */
export class TrainingAdvisor {
  /**
   * The step since which every gradient was clipped.
   *
   * @type {number | undefined}
   */
  #clippedSince;

  /**
   * Records the gradient norm of a step.
   *
   * @param {{step: number, gradNorm: number}} progress
   * @param {{gradClip: number}} config
   */
  observe({ step, gradNorm }, { gradClip }) {
    const isClipped = gradClip > 0 && gradNorm >= gradClip;
    this.#clippedSince = isClipped ? (this.#clippedSince ?? step) : undefined;
  }

  /**
   * @param {TrainingRecord} record
   * @param {{gradClip: number}} config
   * @param {number} distinctChars of the text
   * @returns {Advice | undefined}
   */
  advise({ training, validation, steps }, { gradClip }, distinctChars) {
    const now = training.x[training.x.length - 1];
    if (training.x.length < MIN_POINTS) return undefined;
    const isClipped = this.#clippedSince !== undefined && now - this.#clippedSince >= CLIPPED_STEPS;
    return (
      divergenceAdvice(smooth(training, TRAINING_WINDOW), steps, Math.log2(distinctChars)) ??
      overfittingAdvice(smooth(training, TRAINING_WINDOW), smooth(validation, VALIDATION_WINDOW)) ??
      (isClipped ? clippingAdvice(gradClip) : undefined)
    );
  }
}

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
  if (bits < best.bits + DIVERGED_RISE || (!hasRisen && bits < GUESS_FACTOR * guess))
    return undefined;
  const from = hasRisen
    ? `has risen to ${formatBits(bits)} bits a letter, from ${formatBits(best.bits)} at step ${formatWhole(best.step)}`
    : `is at ${formatBits(bits)} bits a letter, and pure guessing is at ${formatBits(guess)}`;
  const message = `The loss ${from}: the steps are too large. Halve the learning rate.`;
  const backTo = steps.findLast((step) => step <= best.step);
  if (backTo === undefined) return { message, remedy: AFTER_ROLLBACK.remedy };
  const label = `Back to step ${formatWhole(backTo)}, with half the learning rate`;
  return { message, remedy: { label, backTo } };
}

/**
 * @param {number} gradClip
 * @returns {Advice}
 */
function clippingAdvice(gradClip) {
  return {
    message: `Every gradient of the last ${CLIPPED_STEPS} steps was longer than ${formatNumber(gradClip)} and clipped to it. Raise the gradient clip, or lower the learning rate.`,
  };
}

/**
 * @param {Curve} training
 * @param {Curve} validation
 * @returns {Advice | undefined}
 */
function overfittingAdvice(training, validation) {
  if (validation.x.length < VALIDATION_WINDOW) return undefined;
  const best = lowest(validation);
  const bits = validation.y[validation.y.length - 1];
  const then = training.y[training.x.findLastIndex((step) => step <= best.step)];
  const isFalling = training.y[training.y.length - 1] < then;
  if (bits < best.bits + OVERFITTING_RISE || !isFalling) return undefined;
  return {
    message: `It is learning the text by heart. On unseen text it was best near step ${formatWhole(best.step)}, with ${formatBits(best.bits)} bits a letter, and is at ${formatBits(bits)} now. Go back to that step, or try dropout, a smaller network or more text.`,
  };
}
