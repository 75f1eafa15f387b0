import { countWeights } from '../cells/count-weights.js';
import { hiddenSizeFor } from '../settings/hidden-size-for.js';
import { Experiment } from './experiment.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('./race-results.js').RaceRun} RaceRun
 *
 * @typedef {object} RaceOptions
 * @property {string | import('../shared/protocol.js').LagSource} text
 * @property {{chars: number, distinctChars: number}} counts of the text
 * @property {import('../shared/protocol.js').LagSource} [recallText] another text of the same task, on
 *   which recall is measured at the end of each run
 * @property {Config[]} configs all settings of each entry
 * @property {number} steps
 * @property {number} seeds runs of each entry; the first has the seed of its settings
 * @property {boolean} isEqual gives every entry about as many weights as the first has
 * @property {Sampling} sampling of the text that each run writes at its end
 */

/** The least number of slices; each gives a point of the curve. */
const SLICES = 40;
/** The greatest number of steps in a slice. */
const LONGEST_SLICE = 100;

/** Trains several models on the same text and batches, none more than a slice ahead of another. */
export class Race extends Experiment {
  /** @type {RaceRun[]} */
  runs = [];
  /** @type {RaceOptions | undefined} */
  options;
  /**
   * The losses of counting on the unseen text, once the first run has begun.
   *
   * @type {import('../shared/protocol.js').Baseline[]}
   */
  baselines = [];

  get progress() {
    const { steps = 1 } = this.options ?? {};
    const done = this.runs.reduce((sum, run) => sum + (run.problem ? steps : stepOf(run)), 0);
    return this.runs.length === 0 ? 0 : done / (this.runs.length * steps);
  }

  /**
   * @param {RaceOptions} options
   * @returns {Promise<void>} resolves when all runs are complete, or the race was stopped
   */
  start(options) {
    this.options = options;
    this.runs = runsOf(options);
    this.baselines = [];
    return this.run(async (isWanted) => {
      const { length } = options.configs;
      // One seed after the other: each worker takes memory.
      for (let first = 0; first < this.runs.length && isWanted(); first += length) {
        const jobs = this.runs
          .slice(first, first + length)
          .map((run) => ({ run, model: this.newModel(options, run.config) }));
        await this.runInSlices(jobs, (job) => this.#runSlice(job, options, isWanted), isWanted);
      }
    });
  }

  /**
   * @param {{run: RaceRun, model: import('./experiment-model.js').ExperimentModel}} job
   * @param {RaceOptions} options
   * @param {() => boolean} isWanted
   * @returns {Promise<boolean>} true when the run is complete
   */
  async #runSlice({ run, model }, { steps, sampling, recallText }, isWanted) {
    try {
      const report = await model.trainTo(nextStop(stepOf(run), steps));
      run.reports.push(report);
      if (run === this.runs[0] && run.reports.length === 1) {
        const baselines = await model.engine.baselines();
        if (isWanted()) this.baselines = baselines;
      }
      if (report.step < steps) return false;
      if (recallText) run.recall = await model.engine.recall({ source: recallText });
      run.sample = await model.engine.generate(sampling);
      run.hash = await model.engine.weightsHash();
    } catch (error) {
      if (isWanted()) run.problem = /** @type {Error} */ (error).message;
    }
    this.end(model);
    return true;
  }
}

/**
 * The step at which the next slice ends.
 *
 * @param {number} step
 * @param {number} steps of the race
 */
export function nextStop(step, steps) {
  const slices = Math.max(SLICES, Math.ceil(steps / LONGEST_SLICE));
  const slice = Math.floor((step * slices) / steps) + 1;
  return Math.min(steps, Math.ceil((slice * steps) / slices));
}

/** @param {RaceRun} run */
const stepOf = ({ reports }) => reports.at(-1)?.step ?? 0;

/**
 * All runs, seed after seed.
 *
 * @param {RaceOptions} options
 * @returns {RaceRun[]}
 */
export function runsOf({ configs, counts, seeds, isEqual }) {
  const { distinctChars } = counts;
  const size = countWeights(configs[0], distinctChars) ?? 0;
  return Array.from({ length: seeds }, (_, i) =>
    configs.map((chosen, entry) => {
      const hiddenSize = isEqual ? hiddenSizeFor(chosen, distinctChars, size) : chosen.hiddenSize;
      const config = { ...chosen, hiddenSize, seed: (chosen.seed + i) % 2 ** 32 };
      const weights = countWeights(config, distinctChars) ?? 0;
      return { entry, config, weights, reports: [] };
    }),
  ).flat();
}
