/** Deaths that may be this many steps apart have one cause: another restart would end alike. */
const SAME_STEPS = 20;
/** Restarts without a new checkpoint between them, at most. */
const MOST_RESTARTS = 2;

/**
 * The step of a death is known as an interval: from the last reported step, up to the steps of one
 * report further.
 *
 * @typedef {object} Death
 * @property {number} step the last reported step
 * @property {number} stepsPerReport
 * @property {boolean} isTraining true when a step was being computed
 */

/** @param {Death} a @param {Death} b */
const isBefore = (a, b) => a.step + a.stepsPerReport + SAME_STEPS <= b.step;

/** The deaths of a run's leading workers, which decide when restarts are of no more use. */
export class Deaths {
  /** @type {Death[]} */
  #whileTraining = [];
  /** @type {Death[]} */
  #sinceCheckpoint = [];
  /** The step of the newest checkpoint. */
  #savedStep = 0;

  /**
   * Adds a death. Only deaths of a model that trains are evidence against its training.
   *
   * @param {Death} death
   * @returns {boolean} true when another restart would end alike
   */
  add(death) {
    const isRepeated =
      death.isTraining &&
      this.#whileTraining.some((earlier) => !isBefore(earlier, death) && !isBefore(death, earlier));
    if (death.isTraining) this.#whileTraining.push(death);
    this.#sinceCheckpoint.push(death);
    return isRepeated || this.#sinceCheckpoint.length > MOST_RESTARTS;
  }

  /**
   * Takes note of a checkpoint; a restarted worker may send the old one again.
   *
   * @param {number} step
   */
  save(step) {
    if (step !== this.#savedStep) this.#sinceCheckpoint = [];
    this.#savedStep = step;
  }

  /** Takes note of a command: what it leads to is no endless loop. */
  attend() {
    this.#sinceCheckpoint = this.#sinceCheckpoint.filter(({ isTraining }) => isTraining);
  }

  clear() {
    this.#whileTraining = [];
    this.#sinceCheckpoint = [];
  }
}
