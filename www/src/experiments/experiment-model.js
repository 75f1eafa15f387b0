import { Request } from '../shared/protocol.js';
import { RemoteModel } from '../runs/remote-model.js';

/**
 * @typedef {import('../shared/protocol.js').TrainedTo} TrainedTo
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 *
 * @typedef {object} Loaders
 * @property {() => Worker} createWorker
 * @property {() => Promise<WebAssembly.Module>} loadWasm
 *
 * @typedef {object} ExperimentText
 * @property {string | LagSource} text
 * @property {{chars: number, distinctChars: number}} counts
 */

/** The sampling options of a model that writes no samples while it trains. */
const NO_SAMPLES = { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1 };

/** A model that an experiment trains, by a worker of its own. */
export class ExperimentModel {
  #model;
  /** Optimiser updates so far. */
  step = 0;

  /**
   * @param {Loaders} loaders
   * @param {ExperimentText} text
   * @param {Record<string, any>} config all settings
   */
  constructor(loaders, { text, counts }, config) {
    // One worker each, so that the times of all models compare.
    const settings = { values: { ...config, workers: 1 } };
    this.#model = new RemoteModel({ text, settings, ready: async () => counts }, NO_SAMPLES, {
      ...loaders,
      spareCores: () => 1,
      onStart() {},
      onPush() {},
      onSuccession() {},
      onDeath() {},
    });
    this.#model.made.catch(() => {}); // every request reports the error
  }

  /** Settles when the worker has made the model. */
  get made() {
    return this.#model.made;
  }

  /**
   * Trains up to a step.
   *
   * @param {number} step
   * @returns {Promise<TrainedTo>} rejects when the model cannot be made or diverges, or its worker
   *   dies
   */
  async trainTo(step) {
    await this.#model.made;
    const report = await this.#model.request(Request.trainTo, step);
    this.step = report.step;
    return report;
  }

  /**
   * @param {string} type
   * @param {unknown} [payload]
   * @returns {Promise<any>}
   */
  request(type, payload) {
    return this.#model.request(type, payload);
  }

  /** @param {Sampling} sampling */
  generate(sampling) {
    return this.#model.generate(sampling);
  }

  /** Ends the worker. */
  stop() {
    this.#model.stop();
  }
}
