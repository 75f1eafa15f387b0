import { runInSlices } from '../lib/run-in-slices.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Evaluation} Evaluation
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {Pick<import('../shared/protocol.js').Recall, 'accuracy' | 'mostFrequent'>} Recalled
 */

/** Milliseconds of a slice. */
const SLICE = 20;
/** The training time in ms before the first evaluation, and between evaluations. */
const INTERVAL = 1000;
/** Evaluation takes at most 1/SHARE of the time. */
const SHARE = 10;

const LAST_ORDER = 5;

/** Evaluates a model in training: its validation loss, its recall, and the n-gram baselines. */
export class Evaluator {
  #playground;
  #hasValidation;
  #recall;
  #push;
  /** The training time in ms at which an evaluation is due. */
  #dueAt = INTERVAL;
  /** @type {import('../shared/protocol.js').Baseline[]} */
  #baselines = [];
  #nextOrder = -1;
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
   * @param {() => Promise<Recalled | undefined>} [options.recall] measures recall, from the second
   *   epoch on; absent without a recall text
   * @param {import('../shared/protocol.js').Push} options.push
   */
  constructor(playground, { hasValidation, recall, push }) {
    this.#playground = playground;
    this.#hasValidation = hasValidation;
    this.#recall = recall;
    this.#push = push;
  }

  /**
   * Counts n-grams of one more order.
   *
   * @returns {boolean} true when there was one left
   */
  count() {
    if (this.#nextOrder > LAST_ORDER) return false;
    const order = this.#nextOrder++;
    const bitsPerChar = this.#playground.baseline(order);
    if (bitsPerChar !== undefined) {
      this.#baselines.push({ order, bitsPerChar });
      this.#push('baselines', this.#baselines);
    }
    return true;
  }

  /** @param {number} trained milliseconds of training so far */
  isDue(trained) {
    return trained >= this.#dueAt;
  }

  /**
   * Evaluates the model, which must not train meanwhile.
   *
   * @param {number} trained milliseconds of training so far
   * @param {() => boolean} isWanted asked after every slice
   */
  async measure(trained, isWanted) {
    const start = performance.now();
    if (!(await this.#validate(isWanted)) || !(await this.#measureRecall(isWanted))) return;
    this.#dueAt = trained + Math.max(INTERVAL, SHARE * (performance.now() - start));
  }

  /**
   * @param {() => boolean} isWanted
   * @returns {Promise<boolean>} true when the pass is complete
   */
  async #validate(isWanted) {
    if (!this.#hasValidation) return true;
    const evaluation = await runInSlices(
      { runFor: (milliseconds) => (isWanted() ? this.#evaluateFor(milliseconds) : null) },
      SLICE,
    );
    if (!evaluation) return false;
    const { bitsPerChar } = evaluation;
    this.#push('validation', { step: this.#playground.steps(), bitsPerChar });
    return true;
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

  /**
   * @param {() => boolean} isWanted
   * @returns {Promise<boolean>} the answer of `isWanted`
   */
  async #measureRecall(isWanted) {
    const recall = await this.#recall?.();
    if (recall) {
      const { accuracy, mostFrequent } = recall;
      this.#push('recall', { step: this.#playground.steps(), accuracy, mostFrequent });
    }
    return isWanted();
  }
}
