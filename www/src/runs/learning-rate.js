/** @typedef {{rate: number}} Choice */

/**
 * The learning rate of a run, without the schedule: in force in the worker, or chosen on the page
 * and not confirmed by the worker yet.
 */
export class LearningRate {
  /** The rate that the worker reported last. */
  inForce = NaN;
  /** True once another one than that of the settings has been chosen during the run. */
  wasChosen = false;
  /** @type {Choice | undefined} */
  #chosen;
  /**
   * The choice that the newest workers applied at their start.
   *
   * @type {Choice | undefined}
   */
  #applied;
  #ready;
  #onChange;

  /**
   * @param {object} run
   * @param {() => Promise<import('./worker-group.js').WorkerGroup['engine']>} run.ready
   * @param {(rate: number) => void} run.onChange called when the rate in force changes without a
   *   choice
   */
  constructor({ ready, onChange }) {
    this.#ready = ready;
    this.#onChange = onChange;
  }

  /** The chosen rate, or else the one in force. */
  get value() {
    return this.#chosen?.rate ?? this.inForce;
  }

  /**
   * @param {number} rate
   * @returns {Choice} to be confirmed
   */
  choose(rate) {
    this.wasChosen = true;
    this.#chosen = { rate };
    return this.#chosen;
  }

  /**
   * Applies a choice at once, or after a recovery.
   *
   * @param {number} rate
   */
  async send(rate) {
    const choice = this.choose(rate);
    const engine = await this.#ready();
    this.confirm(await engine.setLearningRate(rate), choice);
  }

  /** The choice that new workers apply and confirm. */
  apply() {
    this.#applied = this.#chosen;
    return this.#applied?.rate;
  }

  /**
   * Takes the worker's answer to a choice.
   *
   * @param {number} rate in force: another one when training has gone back since
   * @param {Choice | undefined} [choice] by default the applied one
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
