import { median } from '../lib/median.js';

/** @typedef {import('./replicas.js').Replica} Replica */

/** The least time limit of a share in ms, for each of its workers. */
const MIN_PATIENCE = 1000;
/** The time limit of a share as a multiple of the median step time. */
const STEPS_OF_PATIENCE = 10;
/** The number of step times that the median is taken over. */
const REMEMBERED = 15;

/** Waits for the answers to the shares of a step, but no longer than a healthy replica takes. */
export class AwaitedAnswers {
  /** @type {{id: number, missing: Set<Replica>, resolve: () => void} | undefined} */
  #awaited;
  /**
   * Milliseconds of the last steps that all replicas answered.
   *
   * @type {number[]}
   */
  #times = [];

  /**
   * @param {number} id of the shares
   * @param {Replica[]} replicas
   * @returns {Promise<void>} resolves when all have answered, have died or are late
   */
  of(id, replicas) {
    const missing = new Set(replicas);
    if (missing.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const usual = this.#times.length > 0 ? median(this.#times) : 0;
      const patience = Math.max(MIN_PATIENCE, STEPS_OF_PATIENCE * usual);
      // A replica waits for those below it.
      const most = Math.max(...replicas.map(({ size }) => size));
      const timer = setTimeout(resolve, patience * most);
      const finish = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#awaited = { id, missing, resolve: finish };
    });
  }

  /**
   * True while the answers to these shares are awaited.
   *
   * @param {number} id
   */
  isAwaited(id) {
    return this.#awaited?.id === id;
  }

  /**
   * Expects no further answer of this step from a replica.
   *
   * @param {Replica} replica
   */
  settle(replica) {
    const { missing, resolve } = this.#awaited ?? {};
    if (missing?.delete(replica) && missing.size === 0) resolve?.();
  }

  /** @param {number} milliseconds of a step that all replicas answered */
  addTime(milliseconds) {
    this.#times = [...this.#times, milliseconds].slice(-REMEMBERED);
  }
}
