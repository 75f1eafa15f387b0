/** @typedef {{rate: number}} Choice */

/**
 * The learning rate of a run, without the schedule: in force in the worker, or chosen on the page
 * and not confirmed by the worker yet.
 */
export class LearningRate {
  /** The last one that the worker reported. */
  inForce = NaN;
  /** @type {Choice | undefined} */
  #chosen;
  /** The choice that the last start of workers applied. @type {Choice | undefined} */
  #applied;
  #onChange;

  /**
   * @param {(rate: number) => void} onChange called when another one is in force without a choice
   */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** The one chosen, or else in force. */
  get value() {
    return this.#chosen?.rate ?? this.inForce;
  }

  /**
   * @param {number} rate
   * @returns {Choice} to be confirmed
   */
  choose(rate) {
    this.#chosen = { rate };
    return this.#chosen;
  }

  /** The choice that workers have to apply when they start, which they confirm. */
  apply() {
    this.#applied = this.#chosen;
    return this.#applied?.rate;
  }

  /**
   * Takes the worker's answer to a choice.
   *
   * @param {number} rate in force: another one when training has gone back since
   * @param {Choice | undefined} [choice] left out, the one that was applied
   */
  confirm(rate, choice = this.#applied) {
    if (choice && choice === this.#chosen) {
      this.inForce = choice.rate;
      this.#chosen = undefined;
    }
    this.report(rate);
  }

  /**
   * Takes a report of the worker.
   *
   * @param {number} rate in force
   */
  report(rate) {
    // A report that is older than the choice says nothing about it.
    if (this.#chosen || rate === this.inForce) return;
    this.inForce = rate;
    this.#onChange(rate);
  }
}
