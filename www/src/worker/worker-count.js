/** More workers must be this many times as fast as fewer. */
const WORTH = 1.05;
/** A gain that has fallen to this part of the former one: other programs have come. */
const FALLEN = 0.75;
/** Milliseconds before the gain is measured again; twice as many after each search in vain. */
const REST = 30_000;
/** Measuring takes at most 1/SHARE of the time. */
const SHARE = 50;

/**
 * Searches for the number of workers that is fastest, by measured steps: browsers report more cores
 * than there are, and other programs need some of them. The number doubles while that pays.
 */
export class WorkerCount {
  /** The number of workers that should share the steps. */
  wanted = 2;
  /** When to measure again, in ms of `performance.now()`. */
  nextAt = Infinity;
  #best = { workers: 1, gain: 1 };
  #rest = REST;

  /**
   * Takes note of a measurement.
   *
   * @param {number} workers
   * @param {number} gain their speed as a multiple of that of one
   * @param {number} duration of the measurement in ms
   */
  note(workers, gain, duration) {
    let isAgain = workers === this.#best.workers;
    if (isAgain && gain < FALLEN * this.#best.gain) {
      this.begin();
      if (workers > 2) return;
      // A search begins with two workers: this measurement is its first.
      isAgain = false;
    }
    const isWorth = gain > WORTH * this.#best.gain;
    if (isAgain || isWorth) {
      // Also after a search in vain: other programs may have gone.
      this.#best = { workers, gain };
      this.wanted = 2 * workers;
    } else {
      this.wanted = this.#best.workers;
    }
    if (!isAgain) this.#rest = isWorth ? REST : 2 * this.#rest;
    this.nextAt = performance.now() + Math.max(this.#rest, SHARE * duration);
  }

  /** Begins a search, with two workers. */
  begin() {
    this.#best = { workers: 1, gain: 1 };
    this.wanted = 2;
    this.nextAt = 0;
  }
}
