import { spareCores } from '../runs/spare-cores.js';

/** Does a number of jobs at a time, and those that came first before others: what is trained shares the cores. */
export class WorkerPool {
  #size;
  #busy = 0;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {() => number} size at a time */
  constructor(size) {
    this.#size = size;
  }

  /** How many at a time. */
  get size() {
    return this.#size();
  }

  /** @template T @param {() => Promise<T>} job @returns {Promise<T>} as it does, once its turn has come */
  async run(job) {
    if (this.#busy < this.size) this.#busy++;
    else await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
  }
}

/** The pool of all experiments on this page. */
export const pool = new WorkerPool(spareCores);
