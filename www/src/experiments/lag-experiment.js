import { lagSource, recallTextOf, settingsFor } from '../texts/lag-tasks.js';
import { suggestedConfig } from '../settings/settings.js';
import { Experiment } from './experiment.js';

/**
 * @typedef {object} LagEntry
 * @property {string} name
 * @property {Record<string, unknown>} config the settings in which it differs from the others
 *
 * @typedef {object} LagRun one entry on a text of one lag and seed
 * @property {LagEntry} entry
 * @property {import('../shared/protocol.js').LagSource} source of the training text
 * @property {number} step
 * @property {import('../shared/protocol.js').Recall} [recall] once the run is complete
 * @property {string} [problem] the error that ended the run
 *
 * @typedef {object} LagOptions
 * @property {string} task
 * @property {number[]} lags
 * @property {LagEntry[]} entries
 * @property {number} steps
 * @property {number} seeds the number of texts of each lag
 */

/** Steps of a slice. */
const SLICE = 50;
/** A bound on the distinct characters of the texts: the suggested settings depend on it. */
const DISTINCT_CHARS = 16;

/** Trains several models on texts of a lag task, over several lags, and measures their recall. */
export class LagExperiment extends Experiment {
  /** @type {LagRun[]} */
  runs = [];
  #steps = 1;

  get progress() {
    const weight = this.runs.reduce((sum, run) => sum + run.source.lag, 0);
    const done = this.runs.reduce((sum, run) => sum + run.source.lag * this.#shareOf(run), 0);
    return this.runs.length === 0 ? 0 : done / weight;
  }

  /**
   * @param {LagOptions} options
   * @returns {Promise<void>} resolves when all runs are complete, or the experiment was stopped
   */
  start({ task, lags, entries, steps, seeds }) {
    this.#steps = steps;
    const all = Array.from({ length: seeds }, (_, i) => i + 1);
    // The short lags come first: models succeed on them first.
    this.runs = all.flatMap((seed) =>
      lags.flatMap((lag) =>
        entries.map((entry) => ({ entry, source: lagSource(task, lag, seed), step: 0 })),
      ),
    );
    return this.run(async (isWanted) => {
      const waiting = [...this.runs];
      // Only as many models exist at a time as can train at a time, because each worker takes
      // memory.
      const runAll = async () => {
        for (let next = waiting.shift(); next && isWanted(); next = waiting.shift()) {
          await this.#complete(next, isWanted);
        }
      };
      await Promise.all(Array.from({ length: this.concurrency }, runAll));
    });
  }

  /** @param {LagRun} run */
  #shareOf({ step, recall, problem }) {
    return recall || problem ? 1 : step / (this.#steps + 1);
  }

  /**
   * @param {LagRun} run
   * @param {() => boolean} isWanted
   */
  async #complete(run, isWanted) {
    const { entry, source } = run;
    const config = {
      ...suggestedConfig(source.chars, DISTINCT_CHARS),
      ...settingsFor(source),
      // The rate falls to a tenth, so that the recall depends less on the noise of the last steps.
      schedule: `cosine:0:${this.#steps}`,
      validationFraction: 0,
      ...entry.config,
    };
    const model = this.newModel({ text: source }, config);
    const runSlice = async () => {
      const { step } = await model.trainTo(Math.min(this.#steps, run.step + SLICE));
      run.step = step;
      if (step < this.#steps) return false;
      run.recall = await model.engine.recall({ source: recallTextOf(source) });
      return true;
    };
    try {
      await this.runInSlices([model], runSlice, isWanted);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (isWanted()) run.problem = `${entry.name}, lag ${source.lag}: ${message}`;
    }
    this.end(model);
  }
}
