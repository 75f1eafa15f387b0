import { Series } from '../lib/series.js';
import { SampleHistory } from './sample-history.js';

/**
 * @typedef {import('../shared/protocol.js').Baseline} Baseline
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('../shared/protocol.js').Pushes} Pushes
 * @typedef {import('../shared/protocol.js').GradientCheck} GradientCheck
 */

const POINTS = 2000;

/** The history of a run: its figures, curves and samples. */
export class TrainingRecord {
  /** @type {Progress | undefined} */
  progress;
  /** Bits per character by step. */
  training = new Series(POINTS);
  validation = new Series(POINTS);
  /** @type {number | undefined} the newest validation loss, in bits per character */
  validationBits;
  /** The step of that evaluation. */
  validationStep = -1;
  /** @type {Pushes['recall'] | undefined} the newest recall */
  recall;
  /**
   * @type {number | undefined} the lowest possible loss in bits per character, where it is known
   */
  floor;
  /** @type {Baseline[]} */
  baselines = [];
  history = new SampleHistory();
  /** @type {number[]} the steps of the checkpoints in the worker's history */
  steps = [];
  /** @type {GradientCheck | undefined} */
  gradientCheck;
  /** The steps between the last two reports. */
  #stepsPerReport = 0;

  /** The position of the model, as far as it is reported. */
  get position() {
    return { step: this.progress?.step ?? 0, stepsPerReport: this.#stepsPerReport };
  }

  /**
   * Forgets everything after an earlier step.
   *
   * @param {number} step
   */
  goBackTo(step) {
    this.training.cut(step);
    this.validation.cut(step);
    this.validationBits = this.validation.y.at(-1);
    this.validationStep = this.validation.x.at(-1) ?? -1;
    this.recall = undefined; // the recall at that step is unknown
    if (this.progress) this.progress = { ...this.progress, step };
  }

  /** The listeners to the pushes that are recorded. */
  listeners = {
    rolledBack: (/** @type {number} */ step) => this.goBackTo(step),
    progress: (/** @type {Progress} */ progress) => {
      this.#stepsPerReport = progress.step - (this.progress?.step ?? 0);
      this.progress = progress;
      this.training.push(progress.step, progress.bitsPerChar);
    },
    validation: (/** @type {Pushes['validation']} */ { step, bitsPerChar }) => {
      this.validation.push(step, bitsPerChar);
      this.validationBits = bitsPerChar;
      this.validationStep = step;
    },
    recall: (/** @type {Pushes['recall']} */ recall) => (this.recall = recall),
    baselines: (/** @type {Baseline[]} */ baselines) => (this.baselines = baselines),
    gradientCheck: (/** @type {GradientCheck} */ check) => (this.gradientCheck = check),
    history: (/** @type {number[]} */ steps) => (this.steps = steps),
    sample: (/** @type {Pushes['sample']} */ sample) => this.history.add(sample),
  };
}
