/** The longest rest in ms: a slice may seem long because the computer slept meanwhile. */
const LONGEST = 10_000;

/** The pace of a training that shares the cores of a page with others: it rests between its slices. */
export class Pace {
  /** The share of the time in which it may compute. */
  #share = 1;
  /** True in a rest. */
  isResting = false;
  /** Ends the wait, so that it begins again with another share. */
  #wake = () => {};

  /** @param {number} share of the time in which it may compute */
  set share(share) {
    this.#share = share;
    this.#wake();
  }

  /** Asks again whether a rest is wanted. */
  interrupt() {
    this.#wake();
  }

  /**
   * Waits until the slice before it has taken its share of the time. A whole share costs no wait.
   *
   * @param {number} spent milliseconds of the slice
   * @param {() => boolean} isWanted asked before the rest, and after `interrupt`
   * @returns {Promise<number>} the milliseconds of the rest
   */
  async rest(spent, isWanted) {
    const start = performance.now();
    for (let isOver = false; !isOver && isWanted();) {
      const whole = Math.min(LONGEST, spent / this.#share - spent);
      const left = whole - (performance.now() - start);
      if (left <= 0) break;
      this.isResting = true;
      isOver = await new Promise((resolve) => {
        const timer = setTimeout(() => resolve(true), left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve(false);
        };
      });
      this.isResting = false;
    }
    return performance.now() - start;
  }
}
