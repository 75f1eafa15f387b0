import { runInSlices } from '../lib/run-in-slices.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Evaluation} Evaluation
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {Pick<import('../shared/protocol.js').Recall, 'accuracy' | 'mostFrequent'>} Recalled
 */

/** Milliseconds of a slice. */
const SLICE = 20;
/** The training time in ms before the first measurement of recall, and between two. */
const INTERVAL = 1000;
/** Recall takes at most 1/SHARE of the time. */
const SHARE = 10;

const LAST_ORDER = 5;

/**
 * Evaluates a model in training: reports the validation that training makes at steps, validates the
 * step of a pause, measures recall, and counts the n-gram baselines.
 */
export class Evaluator {
  #playground;
  #hasValidation;
  #recall;
  #push;
  /** The training time in ms at which a measurement of recall is due. */
  #dueAt = INTERVAL;
  /** @type {import('../shared/protocol.js').Baseline[]} */
  #baselines = [];
  #nextOrder = -1;
  /** The step of the last point of the curve; later points have later steps. */
  #lastStep;
  /**
   * The pass over the validation text, which can be interrupted and continued.
   *
   * @type {import('../../pkg/lstm_playground.js').TaskOf<Evaluation> | undefined}
   */
  #pass;

  /**
   * @param {Playground} playground
   * @param {object} options
   * @param {boolean} options.hasValidation
   * @param {() => Promise<Recalled>} [options.recall] absent without a recall text
   * @param {import('../shared/protocol.js').Push} options.push
   */
  constructor(playground, { hasValidation, recall, push }) {
    this.#playground = playground;
    this.#hasValidation = hasValidation;
    this.#recall = recall;
    this.#push = push;
    this.#lastStep = playground.steps();
  }

  /**
   * Counts n-grams for a slice of time, of one order.
   *
   * @returns {boolean} true when there was one left
   */
  count() {
    // A uniform guess needs no validation text.
    if (this.#nextOrder > (this.#hasValidation ? LAST_ORDER : -1)) return false;
    const order = this.#nextOrder;
    const bitsPerChar = this.#playground.baselineFor(order, SLICE);
    if (bitsPerChar !== undefined) {
      this.#nextOrder++;
      this.#baselines.push({ order, bitsPerChar });
      this.#push('baselines', this.#baselines);
    }
    return true;
  }

  /** The figures of the validation at steps and of the baselines, as far as they are known. */
  validated() {
    const validation = this.#playground.validation();
    if (validation) this.#pushPoint(validation);
    const bits = this.#baselines.filter(({ order }) => order >= 0).map((each) => each.bitsPerChar);
    return {
      ...(validation && {
        validationBitsPerChar: validation.bitsPerChar,
        bestValidationBitsPerChar: validation.bestBitsPerChar,
        bestStep: validation.bestStep,
      }),
      ...(bits.length > 0 && { baselineBitsPerChar: Math.min(...bits) }),
    };
  }

  /**
   * Training goes on from an earlier step.
   *
   * @param {number} step
   */
  goBackTo(step) {
    this.#lastStep = Math.min(this.#lastStep, step);
  }

  /**
   * Evaluates the model of a pause.
   *
   * @param {number} trained milliseconds of training so far
   * @param {() => boolean} isWanted asked after every slice
   */
  async measure(trained, isWanted) {
    const step = this.#playground.steps();
    if (this.#hasValidation && step > this.#lastStep) {
      const evaluation = await runInSlices(
        { runFor: (milliseconds) => (isWanted() ? this.#evaluateFor(milliseconds) : null) },
        SLICE,
      );
      if (!evaluation) return;
      this.#pushPoint({ step, bitsPerChar: evaluation.bitsPerChar });
    }
    await this.measureRecall(trained);
  }

  /** @param {{step: number, bitsPerChar: number}} point */
  #pushPoint({ step, bitsPerChar }) {
    if (step <= this.#lastStep) return;
    this.#lastStep = step;
    this.#push('validation', { step, bitsPerChar });
  }

  /**
   * Continues the pass over the validation text; starts it again if the weights have changed.
   *
   * @param {number} milliseconds
   */
  #evaluateFor(milliseconds) {
    this.#pass ??= this.#playground.evaluateText();
    try {
      const evaluation = this.#pass?.runFor(milliseconds);
      if (evaluation) this.#pass = undefined;
      return evaluation;
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'WeightsChangedError') throw error;
      this.#pass = undefined;
      return undefined;
    }
  }

  /** @param {number} trained milliseconds of training so far */
  isDue(trained) {
    return this.#recall !== undefined && trained >= this.#dueAt;
  }

  /** @param {number} trained milliseconds of training so far */
  async measureRecall(trained) {
    const start = performance.now();
    const recall = await this.#recall?.();
    if (recall) {
      const { accuracy, mostFrequent } = recall;
      this.#push('recall', { step: this.#playground.steps(), accuracy, mostFrequent });
    }
    this.#dueAt = trained + Math.max(INTERVAL, SHARE * (performance.now() - start));
  }
}
