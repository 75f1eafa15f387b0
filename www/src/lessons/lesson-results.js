import { weightsHash } from '../files/weights-hash.js';

/**
 * @typedef {import('./lesson.js').Figures} Figures
 *
 * @typedef {object} StepResult
 * @property {Figures} figures
 * @property {string[]} hashes of the weights that the step has made
 */

/** Figures and weights' hashes of the steps of a lesson so far. */
export class LessonResults {
  /** @type {(StepResult | undefined)[]} by the index of the step */
  #ofSteps = [];

  /**
   * @param {number} index of the step
   * @param {StepResult} result
   */
  put(index, result) {
    this.#ofSteps[index] = result;
  }

  /** @param {number} index of the step */
  has(index) {
    return this.#ofSteps[index] !== undefined;
  }

  /** The figures of all steps. */
  get figures() {
    return /** @type {Figures} */ (
      Object.assign({}, ...this.#ofSteps.map((result) => result?.figures))
    );
  }

  /**
   * The hash of the weights; that of several networks is the hash of their hashes.
   *
   * @returns {string} 16 hexadecimal digits
   */
  get weights() {
    const all = this.#ofSteps.flatMap((result) => result?.hashes ?? []);
    if (all.length < 2) return all[0] ?? '';
    return weightsHash(new Float32Array(new TextEncoder().encode(all.join('')).buffer));
  }
}
