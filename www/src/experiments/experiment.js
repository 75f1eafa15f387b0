import { ExperimentModel } from './experiment-model.js';

/**
 * @typedef {import('./experiment-model.js').ExperimentText} ExperimentText
 * @typedef {import('./experiment-model.js').Loaders} Loaders
 * @typedef {import('./worker-pool.js').WorkerPool} WorkerPool
 *
 * @typedef {Loaders & {pool: WorkerPool}} Resources
 */

/** Trains several models to compare them, each by a worker of its own. */
export class Experiment {
  isRunning = false;
  #resources;
  #onChange;
  /** @type {Set<ExperimentModel>} */
  #models = new Set();
  /** The number of the newest start; work of an earlier start is obsolete. */
  #generation = 0;
  #startedAt = 0;

  /**
   * @param {Resources} resources
   * @param {() => void} onChange
   */
  constructor(resources, onChange) {
    this.#resources = resources;
    this.#onChange = onChange;
  }

  /**
   * The completed share, from 0 to 1.
   *
   * @returns {number}
   */
  get progress() {
    throw new Error('each experiment measures its own progress');
  }

  /** Milliseconds left at the speed so far; undefined before there is progress. */
  get timeLeft() {
    const { progress } = this;
    if (progress === 0) return undefined;
    return (performance.now() - this.#startedAt) * (1 / progress - 1);
  }

  /** The largest number of models that train at the same time. */
  get concurrency() {
    return this.#resources.pool.most;
  }

  /** Tells the listener of a change. */
  changed() {
    this.#onChange();
  }

  /** Ends the experiment; its results stay. */
  stop() {
    this.#generation++;
    this.isRunning = false;
    for (const model of this.#models) model.stop();
    this.#models.clear();
    this.changed();
  }

  /**
   * Starts the experiment; work that still runs is stopped.
   *
   * @param {(isWanted: () => boolean) => Promise<void>} work asks `isWanted` after every wait
   * @returns {Promise<void>} resolves when the work is complete or stopped; rejects with its error
   */
  async run(work) {
    this.stop();
    const generation = this.#generation;
    const isWanted = () => generation === this.#generation;
    this.isRunning = true;
    this.#startedAt = performance.now();
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
   * Runs jobs in slices, as many at a time as the pool allows, until all are complete.
   *
   * @template Job
   * @param {Job[]} jobs
   * @param {(job: Job) => Promise<boolean>} runSlice resolves with true when the job is complete
   * @param {() => boolean} isWanted
   */
  async runInSlices(jobs, runSlice, isWanted) {
    const { pool } = this.#resources;
    const runJob = async (/** @type {Job} */ job) => {
      let isComplete = false;
      while (!isComplete) {
        isComplete = await pool.run(async () => !isWanted() || runSlice(job));
        if (isWanted()) this.changed();
      }
    };
    await Promise.all(jobs.map(runJob));
  }

  /**
   * @param {ExperimentText} text
   * @param {import('../shared/protocol.js').Config} config all settings
   */
  newModel(text, config) {
    const model = new ExperimentModel(this.#resources, text, config);
    this.#models.add(model);
    return model;
  }

  /**
   * Ends the worker of a model that is complete.
   *
   * @param {ExperimentModel} model
   */
  end(model) {
    model.stop();
    this.#models.delete(model);
  }
}
