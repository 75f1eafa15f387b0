import { median } from '../lib/median.js';

/** The number of shared steps before the first measurement: a worker's first steps are slow. */
const WARM_UP = 5;
/**
 * The number of measurements, alternately unshared and shared, so that a slow moment hits both
 * alike.
 */
const MEASUREMENTS = 4;
/** The least number of steps in a measurement. */
const STEPS = 3;
/** The least duration of a measurement in ms. */
const DURATION = 30;

/** Measures how much faster steps are when they are shared with replicas. */
export class SpeedProbe {
  #stepsLeft = WARM_UP;
  /** The number of measurements so far; -1 in the warm-up. */
  #measured = -1;
  #duration = 0;
  #alone = /** @type {number[]} */ ([]);
  #shared = /** @type {number[]} */ ([]);

  /** True when the next step should be shared. */
  get isShared() {
    if (this.isKnown) return this.gain > 1;
    return this.#measured < 0 || this.#measured % 2 === 1;
  }

  /** The time of a step without replicas, as a multiple of that with them. */
  get gain() {
    return median(this.#alone) / median(this.#shared);
  }

  /** True when the measurements are complete. */
  get isKnown() {
    return this.#measured >= MEASUREMENTS;
  }

  /** @param {number} milliseconds of a step, which was shared as `isShared` demanded */
  add(milliseconds) {
    if (this.isKnown) return;
    if (this.#measured >= 0) (this.isShared ? this.#shared : this.#alone).push(milliseconds);
    this.#duration += milliseconds;
    if (--this.#stepsLeft > 0 || (this.#measured >= 0 && this.#duration < DURATION)) return;
    this.#measured++;
    this.#stepsLeft = STEPS;
    this.#duration = 0;
  }
}

/** The speed probe of an explicit number of workers. */
export const alwaysShared = () => ({ isShared: true, isKnown: true, gain: Infinity, add() {} });
