import { median } from '../lib/median.js';

/** Shared steps before any is measured: the first ones of a worker are slow. */
const WARM_UP = 5;
/** Measured in turn, twice each way, so that a slow moment hits both alike. */
const TURNS = 4;
/** What one turn takes at least: steps, and milliseconds. */
const STEPS = 3;
const DURATION = 30;

/** Finds out whether training steps are faster shared with other workers or alone. A step is shared until that is known. */
export class SpeedProbe {
  #stepsLeft = WARM_UP;
  #turn = -1; // the warm-up
  #duration = 0;
  #alone = /** @type {number[]} */ ([]);
  #shared = /** @type {number[]} */ ([]);

  /** Whether the next step is to be shared. */
  get isShared() {
    if (this.isKnown) return median(this.#shared) < median(this.#alone);
    return this.#turn < 0 || this.#turn % 2 === 1;
  }

  get isKnown() {
    return this.#turn >= TURNS;
  }

  /** @param {number} milliseconds that a step took, done as `isShared` said */
  add(milliseconds) {
    if (this.isKnown) return;
    if (this.#turn >= 0) (this.isShared ? this.#shared : this.#alone).push(milliseconds);
    this.#duration += milliseconds;
    if (--this.#stepsLeft > 0 || (this.#turn >= 0 && this.#duration < DURATION)) return;
    this.#turn++;
    this.#stepsLeft = STEPS;
    this.#duration = 0;
  }
}

/** A pace for those who know. */
export const alwaysShared = () => ({ isShared: true, isKnown: true, add() {} });
