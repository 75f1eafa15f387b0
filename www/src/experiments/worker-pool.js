import { spareCores } from '../runs/spare-cores.js';

/** Runs a limited number of jobs at a time, in the order of their arrival. */
export class WorkerPool {
  #size;
  #running = 0;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {() => number} size the largest number of jobs at a time */
  constructor(size) {
    this.#size = size;
  }

  get size() {
    return this.#size();
  }

  /**
   * @template T
   * @param {() => Promise<T>} job
   * @returns {Promise<T>} settles as the job does
   */
  async run(job) {
    if (this.#running < this.size) this.#running++;
    else await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

/** The pool of all experiments on this page. */
export const pool = new WorkerPool(spareCores);
