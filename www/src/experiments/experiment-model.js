import { Request } from '../shared/protocol.js';
import { RemoteModel } from '../runs/remote-model.js';

/**
 * @typedef {import('../shared/protocol.js').Turn} Turn
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 *
 * @typedef {object} Engine what a model needs of the page
 * @property {() => Worker} createWorker
 * @property {() => Promise<WebAssembly.Module>} loadWasm
 */

/** It writes nothing by itself. */
const SILENT = { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1 };

/** A model that is trained for a comparison, by a worker of its own. */
export class ExperimentModel {
  #model;
  /** Up to which step it is trained. */
  step = 0;

  /**
   * @param {Engine} engine
   * @param {{text: string | LagSource, counts: {chars: number, distinctChars: number}}} text
   * @param {Record<string, any>} config all settings
   */
  constructor(engine, { text, counts }, config) {
    // Every racer has one worker, so that all are timed alike.
    const settings = { values: { ...config, workers: 1 } };
    this.#model = new RemoteModel({ text, settings, ready: async () => counts }, SILENT, {
      ...engine,
      spareCores: () => 1,
      onStart() {},
      onPush() {},
      onSuccession() {},
      onDeath() {},
    });
    this.#model.made.catch(() => {}); // whoever asks for something hears of it
  }

  /** Settles when it has a model. */
  get made() {
    return this.#model.made;
  }

  /** @param {number} step @returns {Promise<Turn>} rejects when it cannot be made, or diverges, or its worker dies */
  async trainTo(step) {
    await this.#model.made;
    const turn = await this.#model.request(Request.trainTo, step);
    this.step = turn.step;
    return turn;
  }

  /** @param {string} type @param {unknown} [payload] @returns {Promise<any>} */
  request(type, payload) {
    return this.#model.request(type, payload);
  }

  /** @param {Sampling} sampling */
  write(sampling) {
    return this.#model.generate(sampling);
  }

  /** Ends its worker. */
  stop() {
    this.#model.stop();
  }
}
