import { formatBits, formatNumber, formatWhole } from '../lib/format.js';

/**
 * @typedef {import('./training-record.js').TrainingRecord} TrainingRecord
 * @typedef {{x: number[], y: number[]}} Curve
 *
 * @typedef {object} Advice
 * @property {string} message what goes wrong, and the remedy
 * @property {{label: string, backTo?: number}} [remedy] half the learning rate, from an earlier step on
 */

/** Points of the curve before anything is said. */
const PATIENCE = 20;
/** Points whose mean is taken for the loss: one batch is no news. */
const [TRAINED, VALIDATED] = [5, 3];
/** How many times its best the loss must be, and how many bits above it. */
const [RUN_AWAY, APART] = [3, 0.5];
/** How many times as much as a guess would cost. */
const WORSE = 1.5;
/** Steps in a row whose gradient was cut, as far as one has seen. */
const CUT = 200;
/** Bits per character by which validation must have risen. */
const RISEN = 0.15;

/** After numbers that were not finite the last good weights are back. @type {Advice} */
export const AFTER_NOT_FINITE = {
  message: 'The last good weights are back.',
  remedy: { label: 'Continue with half the learning rate' },
};

/** Says in words when training goes wrong. */
export class TrainingAdvisor {
  /** Since which step the gradient has been as long as it may be. @type {number | undefined} */
  #cutSince;

  /**
   * @param {{step: number, gradNorm: number}} progress
   * @param {{gradClip: number}} config
   */
  look({ step, gradNorm }, { gradClip }) {
    this.#cutSince = gradClip > 0 && gradNorm >= gradClip ? (this.#cutSince ?? step) : undefined;
  }

  /**
   * @param {TrainingRecord} record
   * @param {{gradClip: number}} config
   * @param {number} distinctChars of the text
   * @returns {Advice | undefined}
   */
  advise({ training, validation, steps }, { gradClip }, distinctChars) {
    const now = training.x[training.x.length - 1];
    if (training.x.length < PATIENCE) return undefined;
    const isCut = this.#cutSince !== undefined && now - this.#cutSince >= CUT;
    return (
      ranAway(smooth(training, TRAINED), steps, Math.log2(distinctChars)) ??
      memorises(smooth(training, TRAINED), smooth(validation, VALIDATED)) ??
      (isCut ? tellCut(gradClip) : undefined)
    );
  }
}

/**
 * Means of so many points each.
 *
 * @param {Curve} curve
 * @param {number} width
 * @returns {Curve}
 */
function smooth({ x, y }, width) {
  const sums = [0];
  for (const value of y) sums.push(sums[sums.length - 1] + value);
  const ends = x.slice(width - 1);
  return { x: ends, y: ends.map((_, i) => (sums[i + width] - sums[i]) / width) };
}

/** @param {Curve} curve where it is lowest, and how low */
function lowest({ x, y }) {
  const at = y.reduce((best, bits, i) => (bits < y[best] ? i : best), 0);
  return { step: x[at], bits: y[at] };
}

/**
 * @param {Curve} training
 * @param {readonly number[]} steps to which one can go back
 * @param {number} guess bits per character of a uniform guess: about what an untrained model has
 * @returns {Advice | undefined}
 */
function ranAway(training, steps, guess) {
  const trained = lowest(training);
  const best = trained.bits < guess ? trained : { step: 0, bits: guess };
  const bits = training.y[training.y.length - 1];
  const hasRisen = bits >= RUN_AWAY * best.bits;
  if (bits < best.bits + APART || (!hasRisen && bits < WORSE * guess)) return undefined;
  const from = hasRisen
    ? `has risen to ${formatBits(bits)} bits a letter, from ${formatBits(best.bits)} at step ${formatWhole(best.step)}`
    : `is at ${formatBits(bits)} bits a letter, and pure guessing is at ${formatBits(guess)}`;
  const message = `The loss ${from}: the steps are too long. Halve the learning rate.`;
  const backTo = steps.findLast((step) => step <= best.step);
  if (backTo === undefined) return { message, remedy: AFTER_NOT_FINITE.remedy };
  const label = `Back to step ${formatWhole(backTo)}, with half the learning rate`;
  return { message, remedy: { label, backTo } };
}

/**
 * @param {number} gradClip
 * @returns {Advice}
 */
function tellCut(gradClip) {
  return {
    message: `Every gradient of the last ${CUT} steps was longer than ${formatNumber(gradClip)} and clipped to it. Raise the gradient clip, or lower the learning rate.`,
  };
}

/**
 * @param {Curve} training
 * @param {Curve} validation
 * @returns {Advice | undefined}
 */
function memorises(training, validation) {
  if (validation.x.length < VALIDATED) return undefined;
  const best = lowest(validation);
  const bits = validation.y[validation.y.length - 1];
  const then = training.y[training.x.findLastIndex((step) => step <= best.step)];
  const isFalling = training.y[training.y.length - 1] < then;
  if (bits < best.bits + RISEN || !isFalling) return undefined;
  return {
    message: `It is learning the text by heart. On unseen text it was best near step ${formatWhole(best.step)}, with ${formatBits(best.bits)} bits a letter, and is at ${formatBits(bits)} now. Go back to that step, or try dropout, a smaller network or more text.`,
  };
}
