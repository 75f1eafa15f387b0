import { WorkerClient } from '../lib/worker-client.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 * @typedef {import('../shared/protocol.js').TrainedTo} TrainedTo
 * @typedef {import('../worker/main.js').Engine} Engine
 *
 * @typedef {object} Loaders
 * @property {() => Worker} createWorker
 * @property {() => Promise<WebAssembly.Module>} loadWasm
 *
 * @typedef {object} ExperimentText
 * @property {string | LagSource} text
 */

/** The sampling options that a worker must be given; an experiment asks for no samples. */
const NO_SAMPLES = { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1 };

/** A model that an experiment trains, by a worker of its own. */
export class ExperimentModel {
  /** Optimiser updates so far. */
  step = 0;
  /** The letters that it knows, once it is made. */
  vocabulary = '';
  /**
   * Settles when the worker has made the model.
   *
   * @type {Promise<void>}
   */
  made;
  #client;
  #isStopped = false;

  /**
   * @param {Loaders} loaders
   * @param {ExperimentText} text
   * @param {Config} config all settings
   */
  constructor({ createWorker, loadWasm }, text, config) {
    /** @type {WorkerClient<Engine, object>} */
    this.#client = new WorkerClient({ create: createWorker });
    // Each model has one worker, so that their times are comparable.
    this.made = this.#make(loadWasm, text, /** @type {Config} */ ({ ...config, workers: 1 }));
    this.made.catch(() => {}); // every request reports the error
  }

  /** The worker's functions, once the model is made. */
  get engine() {
    return this.#client.remote;
  }

  /**
   * Trains up to a step.
   *
   * @param {number} step
   * @returns {Promise<TrainedTo>} rejects when the model cannot be made or diverges, or its worker
   *   dies
   */
  async trainTo(step) {
    await this.made;
    const report = await this.engine.trainTo(step);
    this.step = report.step;
    return report;
  }

  /** Ends the worker. */
  stop() {
    this.#isStopped = true;
    this.#client.stop();
  }

  /**
   * @param {Loaders['loadWasm']} loadWasm
   * @param {ExperimentText} text
   * @param {Config} config
   */
  async #make(loadWasm, { text }, config) {
    const wasm = await loadWasm();
    if (this.#isStopped) {
      throw Object.assign(new Error('the experiment was stopped'), { name: 'AbortError' });
    }
    this.#client.start();
    const request = { wasm, text, config, sampling: NO_SAMPLES };
    const { vocabulary } = await this.engine.create(request);
    this.vocabulary = vocabulary;
  }
}
