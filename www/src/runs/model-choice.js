/**
 * @typedef {import('../shared/protocol.js').Model} Model
 * @typedef {import('./training-record.js').TrainingRecord} TrainingRecord
 */

/** The page's choice between the best weights and the current ones, for writing and inspection. */
export class ModelChoice {
  /**
   * Undefined is the default: the best weights, or the current ones during training.
   *
   * @type {Model | undefined}
   */
  chosen;
  #page;

  /** @param {() => {record: TrainingRecord, isTraining: boolean}} page */
  constructor(page) {
    this.#page = page;
  }

  /** The step of the best weights; undefined where they are the current ones, or unknown. */
  get bestStep() {
    const { best, progress } = this.#page().record;
    return best?.step === progress?.step ? undefined : best?.step;
  }

  /** @returns {Model} */
  get value() {
    if (this.bestStep === undefined) return 'now';
    return this.chosen ?? (this.#page().isTraining ? 'now' : 'best');
  }

  /** The values of its view. */
  get values() {
    const step = this.#page().record.progress?.step ?? 0;
    return { model: this.value, bestStep: this.bestStep, step };
  }
}
