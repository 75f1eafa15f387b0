import { Series } from '../lib/series.js';
import { Push } from '../shared/protocol.js';
import { SampleHistory } from './sample-history.js';

/**
 * @typedef {import('../shared/protocol.js').Baseline} Baseline
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('../shared/protocol.js').Recall} Recall
 * @typedef {import('../shared/protocol.js').Proof} Proof
 */

const POINTS = 2000;

/** What one model has done so far: its figures, its curves and its samples. */
export class TrainingRecord {
  /** @type {Progress | undefined} */
  progress;
  /** Bits per character by step. */
  training = new Series(POINTS);
  validation = new Series(POINTS);
  /** @type {number | undefined} the last of the validation part, in bits per character */
  validationBits;
  /** The step at which that was measured. */
  validationStep = -1;
  /** @type {Pick<Recall, 'accuracy' | 'mostFrequent'> | undefined} the newest, where there is a recall text */
  recall;
  /** Bits per character below which no model can get, where that is known. @type {number | undefined} */
  floor;
  /** @type {Baseline[]} */
  baselines = [];
  history = new SampleHistory();
  /** Steps at which the model can be looked at again. @type {number[]} */
  steps = [];
  /** @type {Proof | undefined} */
  proof;

  /** The run went back to an earlier step. @param {number} step */
  goBackTo(step) {
    this.training.cut(step);
    this.validation.cut(step);
    this.validationBits = this.validation.y.at(-1);
    this.validationStep = this.validation.x.at(-1) ?? -1;
    this.recall = undefined; // that of the step is not known
    if (this.progress) this.progress = { ...this.progress, step };
  }

  /**
   * @param {string} name of a push
   * @param {any} value
   */
  add(name, value) {
    if (name === Push.rolledBack) {
      this.goBackTo(value);
    } else if (name === Push.progress) {
      this.progress = value;
      this.training.push(value.step, value.bitsPerChar);
    } else if (name === Push.validation) {
      this.validation.push(value.step, value.bitsPerChar);
      this.validationBits = value.bitsPerChar;
      this.validationStep = value.step;
    } else if (name === Push.recall) {
      this.recall = value;
    } else if (name === Push.baselines) {
      this.baselines = value;
    } else if (name === Push.proof) {
      this.proof = value;
    } else if (name === Push.history) {
      this.steps = value;
    } else if (name === Push.sample) {
      this.history.add(value);
    }
  }
}
