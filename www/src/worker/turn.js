import { nextTask } from '../lib/next-task.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').Turn} Turn
 */

/** Milliseconds in which nothing else is heard. */
const SLICE = 30;

/** Trains a model to a given step, one update after the other: what it tells does not depend on how fast that went. */
export class Turns {
  #playground;
  #isStopped = false;

  /** @param {Playground} playground */
  constructor(playground) {
    this.#playground = playground;
  }

  /** Ends the turn that is on its way. */
  stop() {
    this.#isStopped = true;
  }

  /** @param {number} goal the step to which it goes, unless it is stopped before @returns {Promise<Turn>} */
  async take(goal) {
    this.#isStopped = false;
    let [nats, chars] = [0, 0];
    const isDone = () => this.#isStopped || this.#playground.steps() >= goal;
    const milliseconds = await this.#inSlices(() => {
      if (isDone()) return true;
      const report = this.#playground.trainSteps(1);
      nats += report.loss * report.chars;
      chars += report.chars;
      return isDone();
    });
    const step = this.#playground.steps();
    const bitsPerChar = nats / chars / Math.LN2;
    return { step, bitsPerChar, chars, milliseconds, validationBits: await this.#validationBits() };
  }

  /** @returns {Promise<number | undefined>} undefined when there is nothing to validate on, or it was stopped */
  async #validationBits() {
    if (this.#playground.textReport().validationChars === 0) return undefined;
    /** @type {number | undefined} */
    let bits;
    await this.#inSlices(() => {
      bits = this.#playground.evaluateFor(0)?.bitsPerChar;
      return this.#isStopped || bits !== undefined;
    });
    return bits;
  }

  /** @param {() => boolean} act until it says that it is done @returns {Promise<number>} the milliseconds that it took */
  async #inSlices(act) {
    let spent = 0;
    for (let isDone = false; !isDone;) {
      const start = performance.now();
      do isDone = act();
      while (!isDone && performance.now() - start < SLICE);
      spent += performance.now() - start;
      await nextTask();
    }
    return spent;
  }
}
