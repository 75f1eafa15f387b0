import { OneByOne } from '../lib/one-by-one.js';

/** @typedef {import('./worker-group.js').WorkerGroup['engine']} Engine */

/**
 * Sends the commands that train a model one by one: each waits for the answer to the one before.
 */
export class TrainingCommands {
  /** True between Train and the next other command. */
  wantsTraining = false;
  #ready;
  #oneByOne = new OneByOne();
  #isStepping = false;
  /** True while the worker has not answered Train or Pause. */
  #isAsking = false;

  /** @param {() => Promise<Engine>} ready resolves with the worker's functions, after any recovery */
  constructor(ready) {
    this.#ready = ready;
  }

  /** True when steps are wanted. */
  get isTraining() {
    return this.wantsTraining || this.#isStepping;
  }

  /** Records that the training has ended by itself, unless a newer Train is on its way. */
  end() {
    if (!this.#isAsking) this.wantsTraining = false;
  }

  train() {
    this.wantsTraining = true;
    return this.#oneByOne.run(() => this.#trainOrPause());
  }

  pause() {
    this.wantsTraining = false;
    return this.#oneByOne.run(() => this.#trainOrPause());
  }

  /**
   * Pauses, and makes one optimiser update.
   *
   * @param {() => void} onPaused called before the update
   */
  step(onPaused) {
    this.wantsTraining = false;
    return this.#oneByOne.run(async () => {
      await this.#trainOrPause();
      onPaused();
      const engine = await this.#ready();
      this.#isStepping = true;
      try {
        return await engine.step();
      } finally {
        this.#isStepping = false;
      }
    });
  }

  /**
   * Pauses, and returns to an earlier step.
   *
   * @param {number} step of the history
   */
  goBack(step) {
    this.wantsTraining = false;
    return this.#oneByOne.run(async () => (await this.#ready()).goBack(step));
  }

  /** Sends Train or Pause to the worker, and to the next one if it dies before it answers. */
  async #trainOrPause() {
    for (;;) {
      const engine = await this.#ready();
      this.#isAsking = true;
      try {
        return await (this.wantsTraining ? engine.train() : engine.pause());
      } catch (error) {
        if (/** @type {Error} */ (error).name !== 'WorkerDiedError') throw error;
      } finally {
        this.#isAsking = false;
      }
    }
  }
}
