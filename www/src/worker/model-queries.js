import { longestCopied } from '../lib/longest-copied.js';
import { lookInSlices, InspectionReader } from './inspection.js';
import { drawInSlices } from './sampler.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').LagText} LagText
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').TextRecall} TextRecall
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../shared/protocol.js').Sample} Sample
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 */

/** Characters of the training text in which copies are looked for: more would take too long. */
const SEARCHED = 1_000_000;

/**
 * Answers about a model, all of which leave it as it is: by its current weights, or by those of the
 * step that is selected in its history.
 */
export class ModelQueries {
  #playground;
  #weights;
  #history;
  #push;
  #reader;
  /** The beginning of the training text, once copies are looked for. @type {string | undefined} */
  #learnt;
  /** True while an inspection waits for its turn. */
  #isQueued = false;

  /**
   * @param {Playground} playground
   * @param {object} options
   * @param {import('../lib/one-by-one.js').OneByOne} options.weights runs what must not overlap with
   *   training
   * @param {import('./history.js').History} options.history
   * @param {import('../shared/protocol.js').Push} options.push
   */
  constructor(playground, { weights, history, push }) {
    this.#playground = playground;
    this.#weights = weights;
    this.#history = history;
    this.#push = push;
    this.#reader = new InspectionReader(playground);
  }

  /**
   * The selection to be inspected; undefined when none is shown.
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
  async observe() {
    if (this.#isQueued) return; // that inspection will be of the request of then
    this.#isQueued = true;
    const inspection = await this.#weights.run(() => {
      this.#isQueued = false;
      return this.#reader.look(this.#history.viewed ?? this.#playground.steps());
    });
    if (inspection) this.#push('inspection', inspection);
  }

  /**
   * Inspects the model of a step.
   *
   * @param {number | undefined} step undefined is the current one
   */
  async selectStep(step) {
    await this.#weights.run(() => this.show(step));
    this.#push('history', this.#history.steps);
    await this.observe();
  }

  /** @param {number | undefined} step */
  show(step) {
    this.#playground.view(step === undefined ? undefined : this.#history.at(step));
    this.#history.viewed = step;
  }

  /**
   * Training has gone back.
   *
   * @param {number} step
   */
  forgetAfter(step) {
    this.#history.goBackTo(step);
    this.#reader.forget();
    this.show(this.#history.viewed);
    this.#push('history', this.#history.steps);
  }

  /**
   * @param {{start: number, count: number}} part of the text
   * @returns {Promise<import('../shared/protocol.js').FoundUnits>}
   */
  findUnits(part) {
    return this.#weights.run(async () => {
      const step = this.#history.viewed ?? this.#playground.steps();
      return { step, matches: await this.#reader.findUnits(part) };
    });
  }

  /**
   * Writes by the current model.
   *
   * @param {Sampling} sampling
   * @returns {Promise<Sample>}
   */
  generate(sampling) {
    const draw = () => drawInSlices(this.#playground, this.#playground.steps(), sampling);
    return this.#ofCurrent(async () => this.scored(await draw()));
  }

  /**
   * Adds the longest piece that is copied from the training text.
   *
   * @param {Sample} sample
   * @returns {Promise<Sample>}
   */
  async scored(sample) {
    const { trainChars } = this.#playground.textReport();
    this.#learnt ??= this.#playground.excerpt(0, Math.min(SEARCHED, trainChars));
    return { ...sample, copied: await longestCopied(sample.text, this.#learnt) };
  }

  /**
   * Writes by the inspected model, and the same with the clamps.
   *
   * @param {Sampling & {clamps?: Clamp[]}} request
   * @returns {Promise<import('../shared/protocol.js').Written>}
   */
  write({ clamps = [], ...sampling }) {
    return this.#weights.run(async () => {
      const step = this.#history.viewed ?? this.#playground.steps();
      /** @param {Sampling & {clamps?: Clamp[]}} request */
      const draw = async (request) =>
        this.scored(await drawInSlices(this.#playground, step, request));
      const free = await draw(sampling);
      if (clamps.length === 0) return { step, free };
      return { step, free, clamped: await draw({ ...sampling, seed: free.seed, clamps }) };
    });
  }

  /**
   * @param {string} text
   * @returns {Promise<import('../shared/protocol.js').TextReading>}
   */
  inspect(text) {
    return this.#ofCurrent(() => this.#reader.inspect(text));
  }

  /**
   * Measures the current model's recall.
   *
   * @param {LagText & {mostFrequent: number}} recallText
   * @returns {Promise<TextRecall & {mostFrequent: number}>}
   */
  recall({ text, recalled, mostFrequent }) {
    return this.#ofCurrent(async () => {
      this.#playground.startRecall(text, recalled);
      return { ...(await lookInSlices(this.#playground)), mostFrequent };
    });
  }

  /**
   * Runs with the current model, also while an earlier one is inspected.
   *
   * @template T
   * @param {() => Promise<T>} act
   */
  #ofCurrent(act) {
    return this.#weights.run(async () => {
      const { viewed } = this.#history;
      if (viewed === undefined) return act();
      this.#playground.view(undefined);
      try {
        return await act();
      } finally {
        this.show(viewed);
      }
    });
  }
}
