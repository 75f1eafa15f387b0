import { cores } from '../runs/cores.js';

/** Runs as many jobs at a time as it gets cores for, in the order of their arrival. */
export class WorkerPool {
  #budget;
  #claim;
  #running = 0;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {import('../runs/core-budget.js').CoreBudget} budget */
  constructor(budget) {
    this.#budget = budget;
    this.#claim = budget.claim(() => this.#start());
  }

  /** The largest number of jobs at a time. */
  get most() {
    return this.#budget.size;
  }

  /**
   * @template T
   * @param {() => Promise<T>} job
   * @returns {Promise<T>} settles as the job does
   */
  async run(job) {
    const turn = new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    this.#update();
    await turn;
    try {
      return await job();
    } finally {
      this.#running--;
      this.#update();
    }
  }

  #update() {
    this.#claim.want(this.#running + this.#waiting.length);
    this.#start();
  }

  #start() {
    while (this.#running < this.#claim.size) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#running++;
      next();
    }
  }
}

/** The pool of all experiments on this page. */
export const pool = new WorkerPool(cores);
