import { ExperimentModel } from './experiment-model.js';

/** @typedef {import('./experiment-model.js').Engine & {pool: import('./worker-pool.js').WorkerPool}} Engine */

/** Models that are trained to be compared, each by a worker of its own: what all such runs have in common. */
export class Experiment {
  isRunning = false;
  #engine;
  #onChange;
  /** @type {Set<ExperimentModel>} */
  #racers = new Set();
  /** Which run is on its way: what belongs to an earlier one has ended. */
  #number = 0;
  /** When it began. */
  #since = 0;

  /** @param {Engine} engine @param {() => void} onChange */
  constructor(engine, onChange) {
    this.#engine = engine;
    this.#onChange = onChange;
  }

  /** How much of it is done, from 0 to 1. @returns {number} */
  get progress() {
    throw new Error('each comparison has its own measure');
  }

  /** Milliseconds that are left, by the speed so far; undefined before that is known. */
  get timeLeft() {
    const { progress } = this;
    if (progress === 0) return undefined;
    return (performance.now() - this.#since) * (1 / progress - 1);
  }

  /** How many models may train at a time. */
  get lanes() {
    return this.#engine.pool.size;
  }

  /** Tells that something has changed. */
  changed() {
    this.#onChange();
  }

  /** Ends it; what was reached stays. */
  stop() {
    this.#number++;
    this.isRunning = false;
    for (const racer of this.#racers) racer.stop();
    this.#racers.clear();
    this.changed();
  }

  /**
   * Begins anew, in the place of what was on its way.
   *
   * @param {(isWanted: () => boolean) => Promise<void>} work which asks after every wait whether it is to go on
   * @returns {Promise<void>} resolves when it is through, or was stopped; rejects with what hindered it
   */
  async run(work) {
    this.stop();
    const number = this.#number;
    const isWanted = () => number === this.#number;
    this.isRunning = true;
    this.#since = performance.now();
    this.changed();
    try {
      await work(isWanted);
    } catch (error) {
      if (isWanted()) throw error;
    } finally {
      if (isWanted()) {
        this.isRunning = false;
        this.changed();
      }
    }
  }

  /**
   * Lets jobs take turns, as many at a time as there are cores, until each is through.
   *
   * @template Job
   * @param {Job[]} jobs
   * @param {(job: Job) => Promise<boolean>} takeTurn whether the job is through
   * @param {() => boolean} isWanted
   */
  async inTurns(jobs, takeTurn, isWanted) {
    const { pool } = this.#engine;
    const goOn = async (/** @type {Job} */ job) => {
      let isThrough = false;
      while (!isThrough) {
        isThrough = await pool.run(async () => !isWanted() || takeTurn(job));
        if (isWanted()) this.changed();
      }
    };
    await Promise.all(jobs.map(goOn));
  }

  /** @param {ConstructorParameters<typeof ExperimentModel>[1]} text @param {Record<string, any>} config all settings */
  newRacer(text, config) {
    const racer = new ExperimentModel(this.#engine, text, config);
    this.#racers.add(racer);
    return racer;
  }

  /** @param {ExperimentModel} racer whose work is done */
  end(racer) {
    racer.stop();
    this.#racers.delete(racer);
  }
}
