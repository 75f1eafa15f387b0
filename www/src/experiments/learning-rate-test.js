import { Experiment } from './experiment.js';

/**
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 * @typedef {import('../shared/protocol.js').Config} Config
 *
 * @typedef {object} TestedRates
 * @property {number[]} rates ascending
 * @property {number[]} bits per character at the end of each
 *
 * @typedef {object} TestedModel
 * @property {string} text
 * @property {Config} config
 * @property {Checkpoint} [checkpoint] by default the initial weights
 */

/** The rates to test, about even on a logarithmic scale. */
export const RATES = [1e-4, 1e-3, 1e-2, 1e-1].flatMap((power) => [power, 2 * power, 5 * power]);
/** Slices of training with each rate; the loss of the last one counts. */
export const SLICES = 4;
/** Steps of a slice. */
export const SLICE = 10;
/**
 * The distance, counted in tested rates, from the one with the lowest loss down to the suggested
 * one.
 */
export const MARGIN = 2;
/** Higher rates are not tested after a loss of this many times the lowest. */
const HOPELESS = 2;

/**
 * Tests learning rates on a copy of a model (Smith 2015, https://arxiv.org/abs/1506.01186), each
 * from the same weights and on the same batches: otherwise an easy batch would pass for a good
 * rate.
 */
export class LearningRateTest extends Experiment {
  /** @type {TestedRates} */
  results = { rates: [], bits: [] };
  isComplete = false;
  /** @type {TestedModel | undefined} of the last test */
  model;
  #slicesDone = 0;

  get progress() {
    return this.isComplete ? 1 : this.#slicesDone / (RATES.length * SLICES);
  }

  /**
   * About a fifth of the rate with the lowest loss: over more steps than are tested here the
   * highest rates do worse. Undefined before the test is complete.
   */
  get suggestedRate() {
    const { rates, bits } = this.results;
    const lowest = bits.indexOf(Math.min(...bits));
    return this.isComplete ? rates[Math.max(0, lowest - MARGIN)] : undefined;
  }

  /** @param {TestedModel} model */
  start(model) {
    const { text, config, checkpoint } = model;
    this.model = model;
    this.results = { rates: [], bits: [] };
    this.isComplete = false;
    this.#slicesDone = 0;
    return this.run(async (isWanted) => {
      const copy = this.newModel({ text }, { ...config, schedule: 'constant' });
      try {
        await copy.made;
        const start = checkpoint ?? (await copy.engine.checkpoint());
        await this.runInSlices([copy], () => this.#runSlice(copy, start), isWanted);
        this.isComplete = isWanted();
      } finally {
        this.end(copy);
      }
    });
  }

  /**
   * @param {import('./experiment-model.js').ExperimentModel} model
   * @param {Checkpoint} start
   * @returns {Promise<boolean>} true when no more rates are to be tested
   */
  async #runSlice(model, start) {
    const { rates, bits } = this.results;
    const rate = RATES[rates.length];
    if (this.#slicesDone % SLICES === 0) {
      model.step = await model.engine.restore({ checkpoint: start, learningRate: rate });
    }
    const report = await model.trainTo(model.step + SLICE).catch((error) => {
      if (error.name === 'NotFiniteError') return undefined; // higher rates would fail too
      throw error;
    });
    if (!report) return true;
    this.#slicesDone++;
    if (this.#slicesDone % SLICES !== 0) return false;
    rates.push(rate);
    bits.push(report.bitsPerChar);
    return rates.length === RATES.length || report.bitsPerChar > HOPELESS * Math.min(...bits);
  }
}
