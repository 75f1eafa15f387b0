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

  /** The step of the best weights; undefined while none are known to be better than the current. */
  get bestStep() {
    const { best, progress, validationStep, validationBits = Infinity } = this.#page().record;
    if (!best || best.step === progress?.step) return undefined;
    const isSurpassed = validationStep === progress?.step && validationBits <= best.bitsPerChar;
    return isSurpassed ? undefined : best.step;
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
