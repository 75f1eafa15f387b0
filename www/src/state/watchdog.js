import { formatBits, formatNumber, formatWhole } from '../lib/format.js';

/**
 * @typedef {import('./training-record.js').TrainingRecord} TrainingRecord
 *
 * @typedef {object} Advice
 * @property {string} message what goes wrong, and the remedy
 * @property {{label: string, backTo?: number}} [remedy] half the learning rate, from an earlier step on
 */

/** Points of the curve before anything is said. */
const PATIENCE = 20;
/** How many times its best the loss must be. */
const RUN_AWAY = 3;
/** Looks at the gradient in a row that found it cut. */
const CUT = 100;
/** Bits per character by which validation must have risen. */
const RISEN = 0.15;

/** After numbers that were not finite the last good weights are back. @type {Advice} */
export const AFTER_NOT_FINITE = {
  message: 'The last good weights are back.',
  remedy: { label: 'Halve the learning rate and go on' },
};

/** Says in words when training goes wrong. */
export class Watchdog {
  /** How often in a row the gradient was as long as it may be. */
  #cut = 0;

  /** @param {{gradNorm: number}} progress @param {{gradClip: number}} config */
  look({ gradNorm }, { gradClip }) {
    this.#cut = gradClip > 0 && gradNorm >= gradClip ? this.#cut + 1 : 0;
  }

  /** @param {TrainingRecord} record @param {{gradClip: number}} config @returns {Advice | undefined} */
  advise({ training, validation, steps }, { gradClip }) {
    if (training.x.length < PATIENCE) return undefined;
    return (
      ranAway(training, steps) ??
      (this.#cut >= CUT ? isCut(gradClip) : undefined) ??
      memorises(training, validation)
    );
  }
}

/** @param {{x: number[], y: number[]}} curve where it is lowest, and how low */
function lowest({ x, y }) {
  const at = y.reduce((best, bits, i) => (bits < y[best] ? i : best), 0);
  return { step: x[at], bits: y[at] };
}

/** @param {{x: number[], y: number[]}} training @param {readonly number[]} steps to which one can go back @returns {Advice | undefined} */
function ranAway(training, steps) {
  const best = lowest(training);
  const bits = training.y[training.y.length - 1];
  if (bits < RUN_AWAY * best.bits) return undefined;
  const backTo = steps.findLast((step) => step <= best.step);
  const message = `The loss has risen to ${formatBits(bits)} bits per character, from ${formatBits(best.bits)} at step ${formatWhole(best.step)}: the steps are too long. Halve the learning rate.`;
  const label = `Go back to step ${formatWhole(backTo ?? 0)} and halve the learning rate`;
  return { message, remedy: { label, backTo } };
}

/** @param {number} gradClip @returns {Advice} */
function isCut(gradClip) {
  return {
    message: `The gradient has been cut to ${formatNumber(gradClip)} for long: the steps are as long as they may be. Lower the learning rate, or raise the gradient clip.`,
  };
}

/** @param {{x: number[], y: number[]}} training @param {{x: number[], y: number[]}} validation @returns {Advice | undefined} */
function memorises(training, validation) {
  if (validation.x.length < 4) return undefined;
  const best = lowest(validation);
  const bits = validation.y[validation.y.length - 1];
  const then = training.y[training.x.findLastIndex((step) => step <= best.step)];
  const isFalling = training.y[training.y.length - 1] < then;
  if (bits < best.bits + RISEN || !isFalling) return undefined;
  return {
    message: `It is learning the text by heart: on text it does not train on it was best at step ${formatWhole(best.step)} (${formatBits(best.bits)} bits per character), and is at ${formatBits(bits)} now. Go back to about that step, or try dropout, a smaller network or more text.`,
  };
}
