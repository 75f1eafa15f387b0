import { Series } from '../lib/series.js';
import { SampleHistory } from './sample-history.js';

/**
 * @typedef {import('../shared/protocol.js').Baseline} Baseline
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('../shared/protocol.js').Pushes} Pushes
 * @typedef {import('../shared/protocol.js').GradientCheck} GradientCheck
 * @typedef {import('../shared/protocol.js').Sample} Sample
 *
 * @typedef {object} Best the lowest validation loss
 * @property {number} step of the weights, which are kept
 * @property {number} bitsPerChar
 */

const POINTS = 2000;

/** The history of a run: its figures, curves and samples. */
export class TrainingRecord {
  /** @type {Progress | undefined} */
  progress;
  /** Bits per character by step. */
  training = new Series(POINTS);
  validation = new Series(POINTS);
  /** The gradient's norm before clipping, by step. */
  gradient = new Series(POINTS);
  /** @type {number | undefined} the newest validation loss, in bits per character */
  validationBits;
  /** The step of that evaluation. */
  validationStep = -1;
  /** @type {Best | undefined} */
  best;
  /** @type {Pushes['ended'] | undefined} the end of the training by itself, until it goes on */
  ended;
  /** @type {Pushes['recall'] | undefined} the newest recall */
  recall;
  /**
   * @type {number | undefined} the lowest possible loss in bits per character, where it is known
   */
  floor;
  /** @type {Baseline[]} */
  baselines = [];
  /** The length to which longer gradients are clipped; 0 for none. */
  gradClip = 0;
  /** @type {number | undefined} the step since which every gradient was clipped */
  clippedSince;
  history = new SampleHistory();
  /** @type {Map<number, import('./generation.js').Generation>} unfinished texts on demand, by id */
  generations = new Map();
  /** @type {Sample | undefined} the newest text on demand, until live texts take its place */
  asked;
  /** @type {number[]} the steps of the checkpoints in the worker's history */
  steps = [];
  /** @type {GradientCheck | undefined} */
  gradientCheck;
  /** The steps between the last two reports. */
  #stepsPerReport = 0;

  /**
   * Takes what the text and the settings of a run say about its figures.
   *
   * @param {Pick<import('./run-source.js').RunSource, 'task' | 'config'>} source
   */
  take({ task, config }) {
    this.floor = task?.bitsPerChar;
    this.gradClip = config.gradClip;
  }

  /** The position of the model, as far as it is reported. */
  get position() {
    return { step: this.progress?.step ?? 0, stepsPerReport: this.#stepsPerReport };
  }

  /** The text on demand that is being written. */
  get writing() {
    return this.generations.values().next().value;
  }

  /**
   * Ends a text on demand.
   *
   * @param {import('./generation.js').Generation} generation
   */
  finish({ id, sample }) {
    this.generations.delete(id);
    if (!sample) return;
    this.asked = sample;
    this.history.add(sample);
  }

  /**
   * Forgets everything after an earlier step.
   *
   * @param {number} step
   */
  goBackTo(step) {
    this.training.cut(step);
    this.validation.cut(step);
    this.gradient.cut(step);
    this.validationBits = this.validation.y.at(-1);
    this.validationStep = this.validation.x.at(-1) ?? -1;
    if (this.best && this.best.step > step) this.best = undefined;
    if (this.ended && this.ended.step > step) this.ended = undefined;
    this.recall = undefined; // the recall at that step is unknown
    if (this.progress) this.progress = { ...this.progress, step };
  }

  /**
   * Takes the validation losses of a model that was restored.
   *
   * @param {import('../shared/protocol.js').Validation} [validation] undefined where there is none
   */
  restore(validation) {
    this.best = validation && {
      step: validation.bestStep,
      bitsPerChar: validation.bestBitsPerChar,
    };
  }

  /** The listeners to the pushes that are recorded. */
  listeners = {
    progress: (/** @type {Progress} */ progress) => {
      const { step, bitsPerChar, gradNorm, bestStep, bestValidationBitsPerChar } = progress;
      this.#stepsPerReport = step - (this.progress?.step ?? 0);
      this.progress = progress;
      this.training.push(step, bitsPerChar);
      this.gradient.push(step, gradNorm);
      const isClipped = this.gradClip > 0 && gradNorm >= this.gradClip;
      this.clippedSince = isClipped ? (this.clippedSince ?? step) : undefined;
      if (bestStep !== undefined && bestValidationBitsPerChar !== undefined) {
        this.best = { step: bestStep, bitsPerChar: bestValidationBitsPerChar };
      }
      if (this.ended && step > this.ended.step) this.ended = undefined;
    },
    validation: (/** @type {Pushes['validation']} */ { step, bitsPerChar }) => {
      this.validation.push(step, bitsPerChar);
      this.validationBits = bitsPerChar;
      this.validationStep = step;
    },
    ended: (/** @type {Pushes['ended']} */ ended) => (this.ended = ended),
    recall: (/** @type {Pushes['recall']} */ recall) => (this.recall = recall),
    baselines: (/** @type {Baseline[]} */ baselines) => (this.baselines = baselines),
    gradientCheck: (/** @type {GradientCheck} */ check) => (this.gradientCheck = check),
    history: (/** @type {number[]} */ steps) => (this.steps = steps),
    sample: (/** @type {Pushes['sample']} */ sample) => this.history.add(sample),
    sampleText: (/** @type {Pushes['sampleText']} */ { id, ...part }) =>
      this.generations.get(id)?.add(part),
  };
}
