/** Deaths at most this many steps apart have one cause: another recovery would fail too. */
const SAME_STEPS = 20;
/** The greatest number of recoveries without a new checkpoint between them. */
const MOST_RECOVERIES = 2;

/**
 * The interval of steps in which a death occurred: from the last reported step to one report later.
 *
 * @typedef {object} Death
 * @property {number} step the last reported step
 * @property {number} stepsPerReport
 * @property {boolean} isTraining true when a step was being computed
 */

/** @param {Death} a @param {Death} b */
const isBefore = (a, b) => a.step + a.stepsPerReport + SAME_STEPS <= b.step;

/** The deaths of a run's leading workers, which decide when a recovery is useless. */
export class Deaths {
  /** @type {Death[]} */
  #whileTraining = [];
  /** @type {Death[]} */
  #sinceCheckpoint = [];
  /** The step of the newest checkpoint. */
  #savedStep = 0;

  /**
   * Adds a death. Only deaths during training count against a recovery.
   *
   * @param {Death} death
   * @returns {boolean} true when another recovery would fail too
   */
  add(death) {
    const isRepeated =
      death.isTraining &&
      this.#whileTraining.some((earlier) => !isBefore(earlier, death) && !isBefore(death, earlier));
    if (death.isTraining) this.#whileTraining.push(death);
    this.#sinceCheckpoint.push(death);
    return isRepeated || this.#sinceCheckpoint.length > MOST_RECOVERIES;
  }

  /**
   * Records a checkpoint; a worker of a recovery may send the old one again.
   *
   * @param {number} step
   */
  save(step) {
    if (step !== this.#savedStep) this.#sinceCheckpoint = [];
    this.#savedStep = step;
  }

  /** Records a command: recoveries after it are not an endless loop. */
  attend() {
    this.#sinceCheckpoint = this.#sinceCheckpoint.filter(({ isTraining }) => isTraining);
  }

  clear() {
    this.#whileTraining = [];
    this.#sinceCheckpoint = [];
  }
}
