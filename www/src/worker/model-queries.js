import { OneByOne } from '../lib/one-by-one.js';
import { runInSlices } from '../lib/run-in-slices.js';
import { InspectionReader } from './inspection.js';
import { longWork } from './long-work.js';
import { charModelOf } from './models.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').LagText} LagText
 * @typedef {import('../../pkg/lstm_playground.js').Network} Network
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').TextRecall} TextRecall
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../shared/protocol.js').Model} Model
 */

/** Milliseconds of reading in which the worker hears no message. */
const SLICE = 10;

/**
 * Queries of a model, which never change it: of its current weights, of the best ones, or of those
 * of the step selected in its history.
 */
export class ModelQueries {
  #playground;
  #weightsLock;
  #history;
  #push;
  /** Runs the queries, of which two could not use the inspected network at once. */
  #reads = new OneByOne();
  #reader;
  #models;
  /**
   * The inspection that waits for its turn.
   *
   * @type {Promise<void> | undefined}
   */
  #queued;

  /**
   * @param {Playground} playground
   * @param {object} options
   * @param {import('./weights-lock.js').WeightsLock} options.weightsLock
   * @param {import('./history.js').History} options.history
   * @param {import('./models.js').Models} options.models
   * @param {import('../shared/protocol.js').Push} options.push
   */
  constructor(playground, { weightsLock, history, models, push }) {
    this.#playground = playground;
    this.#weightsLock = weightsLock;
    this.#history = history;
    this.#push = push;
    this.#reader = new InspectionReader(playground);
    this.#models = models;
  }

  /**
   * The selection to inspect; undefined while no inspection is shown.
   *
   * @param {import('../shared/protocol.js').SelectionRequest | undefined} request
   */
  set request(request) {
    this.#reader.request = request;
  }

  /**
   * True when an inspection is due.
   *
   * @param {number} trained milliseconds of training so far
   */
  isDue(trained) {
    return this.#reader.isDue(trained);
  }

  /** Pushes an inspection of the selection. */
  observe() {
    // A queued inspection will see the newest request and network.
    this.#queued ??= this.#read(async () => {
      this.#queued = undefined;
      const { network, step } = this.#models.inspected;
      const inspection = await this.#reader.look(network, step);
      if (inspection) this.#push('inspection', inspection);
    });
    return this.#queued;
  }

  /**
   * Pushes an inspection that no request waits for: its error must not stop the training, and is
   * pushed instead, once.
   */
  async observeUnasked() {
    const { request } = this.#reader;
    try {
      await this.observe();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      const { name, message } = /** @type {Error} */ (error);
      if (this.#reader.request === request) this.#reader.request = undefined;
      this.#push('inspectionFailed', { name, message });
    }
  }

  /**
   * Inspects the model of a step, the best or the current one.
   *
   * @param {number | Model} step
   */
  async selectStep(step) {
    await this.#weightsLock.change(() => this.show(step));
    this.#push('history', this.#history.steps);
    await this.observe();
  }

  /** @param {number | Model} step */
  show(step) {
    this.#models.inspect(step);
    this.#reader.forget();
  }

  /**
   * Forgets the steps after the one that training has returned to.
   *
   * @param {number} step
   */
  forgetAfter(step) {
    this.#history.goBackTo(step);
    if (!this.#models.inspected.isBest) this.show(this.#history.inspected ?? 'now');
    this.#push('history', this.#history.steps);
  }

  /**
   * @param {{start: number, count: number}} part of the text
   * @returns {Promise<import('../shared/protocol.js').FoundUnits>}
   */
  findUnits(part) {
    return this.#read(async () => {
      const { network, step } = this.#models.inspected;
      return { step, matches: await this.#reader.findUnits(network, part) };
    });
  }

  /**
   * @param {{text: string, model: Model, clamps?: Clamp[]}} request
   * @returns {Promise<import('../shared/protocol.js').TextReading>}
   */
  inspect({ text, model, clamps }) {
    return this.#with(model, (network) => this.#reader.readText(network, text, clamps));
  }

  /**
   * The weights and the vocabulary of a model.
   *
   * @param {Model} model
   */
  charModel(model) {
    return this.#read(async () => charModelOf(this.#models.network(model)));
  }

  /**
   * Measures the current model's recall.
   *
   * @param {LagText & {mostFrequent: number}} recallText
   * @param {Clamp[]} [clamps]
   * @returns {Promise<TextRecall & {mostFrequent: number}>}
   */
  recall({ text, recalled, mostFrequent }, clamps) {
    return this.#with('now', async (network) => {
      const recall = await runInSlices(network.measureRecall(text, recalled, clamps), SLICE);
      return { ...recall, mostFrequent };
    });
  }

  /** The checkpoint between two steps. */
  checkpoint() {
    return this.#weightsLock.read(() => longWork.run('pass', 1, () => this.#playground.snapshot()));
  }

  /** The hash of the weights between two steps. */
  weightsHash() {
    return this.#weightsLock.read(() => this.#playground.weightsHash());
  }

  /**
   * @template T
   * @param {() => Promise<T>} act
   */
  #read(act) {
    return this.#weightsLock.read(() => this.#reads.run(act));
  }

  /**
   * @template T
   * @param {Model} model
   * @param {(network: Network) => Promise<T>} act
   */
  #with(model, act) {
    return this.#read(async () => {
      const network = this.#models.network(model);
      try {
        return await act(network);
      } finally {
        network.free();
      }
    });
  }
}
