/**
 * @typedef {import('./core-budget.js').CoreBudget} CoreBudget
 * @typedef {import('./run.js').RunStatus} RunStatus
 */

/** The cores of a run: as many as share a step while it trains, one while it starts. */
export class RunCores {
  #claim;
  /** @type {RunStatus | undefined} */
  #status;
  /** The greatest number of workers that can share a step. */
  #most = 1;
  /** True where the settings say how many share it: what the page has left is not asked. */
  #isChosen = false;
  #hasEnded = false;

  /**
   * @param {CoreBudget} budget
   * @param {() => void} onChange called when the number of replicas or the share has changed
   */
  constructor(budget, onChange) {
    this.#claim = budget.claim(onChange);
  }

  /** The number of replicas that have a core. */
  get replicas() {
    return Math.max(0, this.#claim.size - 1);
  }

  /** The share of the time in which it may compute. */
  get share() {
    return this.#claim.share;
  }

  /** @param {RunStatus | undefined} status of the run */
  set status(status) {
    this.#status = status;
    this.#update();
  }

  /**
   * Notes how many workers can share a step of the model.
   *
   * @param {number} most
   * @param {number} [chosen] in the settings; 0 leaves it to the page
   */
  limit(most, chosen = 0) {
    this.#isChosen = chosen > 0;
    this.#most = this.#isChosen ? Math.min(chosen, most) : most;
    this.#update();
  }

  /** Claims what the status says, also after the end. */
  begin() {
    this.#hasEnded = false;
    this.#update();
  }

  end() {
    this.#hasEnded = true;
    this.#claim.end();
  }

  #update() {
    if (this.#hasEnded) return;
    const isStarting = this.#status === 'starting';
    const wanted = this.#status === 'training' ? this.#most : Number(isStarting);
    this.#claim.want(wanted, this.#isChosen && !isStarting);
  }
}
