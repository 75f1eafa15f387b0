import { OneByOne } from '../lib/one-by-one.js';
import { CopyFinder } from './copy-finder.js';
import { LiveSampler } from './sampler.js';
import { Writer } from './writer.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../shared/protocol.js').Sample} Sample
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../shared/protocol.js').Model} Model
 * @typedef {import('./writer.js').Copy} Copy
 *
 * @typedef {object} Wanted a requested sample
 * @property {boolean} isStopped
 * @property {boolean} isDiscarded its text is of no use
 * @property {() => void} leave ends the waiting
 */

/**
 * The texts that a model writes: short ones while it trains, and those that a person asks for, by a
 * copy of the model, so that training goes on.
 */
export class Writings {
  #playground;
  #weightsLock;
  #models;
  #push;
  #copyFinder;
  #live;
  #rate;
  #writer;
  /** Samples and texts by the inspected model, each with one copy at a time. */
  #samples = new OneByOne();
  #texts = new OneByOne();
  /** @type {Map<number, Wanted>} the samples that are written or waiting, by id */
  #wanted = new Map();

  /**
   * @param {Playground} playground
   * @param {import('./writer.js').WriterOptions & {
   *   sampling: Sampling,
   *   hasText: boolean,
   *   rate: import('./training-rate.js').TrainingRate,
   *   models: import('./models.js').Models,
   *   push: import('../shared/protocol.js').Push,
   * }} options
   */
  constructor(playground, { sampling, hasText, models, push, ...options }) {
    this.#playground = playground;
    this.#weightsLock = options.weightsLock;
    this.#models = models;
    this.#push = push;
    this.#copyFinder = new CopyFinder(playground, hasText);
    this.#rate = options.rate;
    this.#live = new LiveSampler(sampling);
    this.#writer = new Writer(options);
  }

  /**
   * Generates a sample, after those that were requested earlier, and pushes its parts.
   *
   * @param {Sampling & {id?: number, model?: Model}} request
   * @returns {Promise<Sample | undefined>} as far as it is written when it is stopped
   */
  async generate({ id = 0, model = 'now', ...sampling }) {
    /** @type {Wanted} */
    const wanted = { isStopped: false, isDiscarded: false, leave() {} };
    this.#wanted.set(id, wanted);
    const left = new Promise((resolve) => (wanted.leave = () => resolve(undefined)));
    const written = this.#samples.run(() => {
      if (wanted.isStopped) return undefined;
      wanted.leave = () => {};
      return this.#byCopy(model, (copy) =>
        this.#writer.write(copy, sampling, {
          onPart: (part) => this.#push('sampleText', { id, ...part }),
          isStopped: () => wanted.isStopped,
        }),
      );
    });
    try {
      const sample = await Promise.race([written, left]);
      return sample && !wanted.isDiscarded ? await this.#copyFinder.add(sample) : sample;
    } finally {
      this.#wanted.delete(id);
    }
  }

  /**
   * Ends a sample with the characters that are written.
   *
   * @param {{id: number, isDiscarded: boolean}} sample
   */
  stop({ id, isDiscarded }) {
    const wanted = this.#wanted.get(id);
    if (!wanted) return;
    Object.assign(wanted, { isStopped: true, isDiscarded });
    wanted.leave();
  }

  /**
   * Generates a sample with the inspected model, without and with the clamps.
   *
   * @param {Sampling & {clamps?: Clamp[]}} request
   * @returns {Promise<import('../shared/protocol.js').Written>}
   */
  write({ clamps = [], ...sampling }) {
    return this.#texts.run(() =>
      this.#byCopy(this.#models.inspectedModel, async (copy) => {
        /** @param {Sampling & {clamps?: Clamp[]}} request */
        const draw = async (request) =>
          this.#copyFinder.add(await this.#writer.write(copy, request));
        const { step } = copy;
        const unclamped = await draw(sampling);
        if (clamps.length === 0) return { step, unclamped };
        const clamped = await draw({ ...sampling, seed: unclamped.seed, clamps });
        return { step, unclamped, clamped };
      }),
    );
  }

  /** @param {Sampling} sampling for the live samples */
  set sampling(sampling) {
    this.#live.sampling = sampling;
  }

  /**
   * True when a live sample is due.
   *
   * @param {number} trained milliseconds of training so far
   */
  isDue(trained) {
    return this.#live.isDue(trained);
  }

  /**
   * Pushes a live sample, by the current model itself: it is short, and training waits for it. Its
   * length follows from the speed of the training without rests.
   */
  async writeLive() {
    const { chars, milliseconds } = this.#rate;
    const charsPerSecond = milliseconds > 0 ? (1000 * chars) / milliseconds : 0; // of a coarse clock
    const sample = await this.#weightsLock.read(async () => {
      const network = this.#playground.network();
      try {
        return await this.#live.draw(network, { step: this.#playground.steps(), charsPerSecond });
      } finally {
        network.free();
      }
    });
    this.#push('sample', await this.#copyFinder.add(sample));
  }

  /**
   * @template T
   * @param {number | Model} model
   * @param {(copy: Copy) => Promise<T>} act called with a copy of the model
   * @returns {Promise<T>}
   */
  async #byCopy(model, act) {
    const copy = await this.#weightsLock.read(() => this.#models.copy(model));
    try {
      return await act(copy);
    } finally {
      copy.network.free();
    }
  }
}
