/**
 * Keeps the weights constant for computations that take several tasks. Such reads may overlap; a
 * change of the weights waits until none is running. A read waits for the change that is being
 * made, never for one that waits: otherwise a pause would wait for the end of a long text.
 */
export class WeightsLock {
  #reads = 0;
  #isChanging = false;
  /** @type {(() => void)[]} */
  #waitingReads = [];
  /** @type {(() => void)[]} */
  #waitingChanges = [];

  /**
   * Runs a function that needs constant weights.
   *
   * @template T
   * @param {() => T | Promise<T>} act
   * @returns {Promise<T>}
   */
  async read(act) {
    await this.#turn(this.#waitingReads);
    try {
      return await act();
    } finally {
      this.#reads--;
      this.#startNext();
    }
  }

  /**
   * Runs a function that changes the weights.
   *
   * @template T
   * @param {() => T | Promise<T>} act
   * @returns {Promise<T>}
   */
  async change(act) {
    await this.#turn(this.#waitingChanges);
    try {
      return await act();
    } finally {
      this.#isChanging = false;
      this.#startNext();
    }
  }

  /**
   * @param {(() => void)[]} waiting
   * @returns {Promise<void>}
   */
  #turn(waiting) {
    return new Promise((resolve) => {
      waiting.push(resolve);
      this.#startNext();
    });
  }

  #startNext() {
    if (this.#isChanging) return;
    const reads = this.#waitingReads.splice(0);
    this.#reads += reads.length;
    for (const start of reads) start();
    if (this.#reads > 0) return;
    const change = this.#waitingChanges.shift();
    this.#isChanging = change !== undefined;
    change?.();
  }
}
