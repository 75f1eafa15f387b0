import { countWeights, hiddenSizeFor } from '../settings/settings.js';
import { Experiment } from './experiment.js';

/**
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('./race-results.js').Run} Run
 *
 * @typedef {object} Course what all run
 * @property {string} text
 * @property {{chars: number, distinctChars: number}} counts of the text
 * @property {Record<string, any>[]} configs all settings of each entrant
 * @property {number} steps
 * @property {number} seeds how many runs each entrant has, from its own seed on
 * @property {boolean} isEqual whether all are to have as many weights as the first, as nearly as they can
 * @property {Sampling} sampling of what each writes in the end
 */

/** Points of a curve, about, and steps between two at most: nobody is to wait long for the next. */
const [TURNS, LONGEST] = [40, 100];

/** Several models on the same text, in the same batches: none has more steps than the others but for one turn. */
export class Race extends Experiment {
  /** @type {Run[]} */
  runs = [];
  /** @type {Course | undefined} */
  course;

  get progress() {
    const { steps = 1 } = this.course ?? {};
    const done = this.runs.reduce((sum, run) => sum + (run.problem ? steps : stepOf(run)), 0);
    return this.runs.length === 0 ? 0 : done / (this.runs.length * steps);
  }

  /** @param {Course} course @returns {Promise<void>} resolves when all are through, or it was stopped */
  start(course) {
    this.course = course;
    this.runs = runsOf(course);
    return this.run(async (isWanted) => {
      const { length } = course.configs;
      // Those of one seed together: each worker takes memory.
      for (let first = 0; first < this.runs.length && isWanted(); first += length) {
        const entries = this.runs
          .slice(first, first + length)
          .map((run) => ({ run, racer: this.newRacer(course, run.config) }));
        await this.inTurns(entries, (entry) => this.#takeTurn(entry, course, isWanted), isWanted);
      }
    });
  }

  /**
   * @param {{run: Run, racer: import('./experiment-model.js').ExperimentModel}} entry
   * @param {Course} course
   * @param {() => boolean} isWanted
   * @returns {Promise<boolean>} whether it has come to its end
   */
  async #takeTurn({ run, racer }, { steps, sampling }, isWanted) {
    try {
      const turn = await racer.trainTo(nextStop(stepOf(run), steps));
      run.turns.push(turn);
      if (turn.step < steps) return false;
      run.sample = await racer.write(sampling);
    } catch (error) {
      if (isWanted()) run.problem = /** @type {Error} */ (error).message;
    }
    this.end(racer);
    return true;
  }
}

/** The step at which the turn after one ends. @param {number} step @param {number} steps of the race */
export function nextStop(step, steps) {
  const turns = Math.max(TURNS, Math.ceil(steps / LONGEST));
  const turn = Math.floor((step * turns) / steps) + 1;
  return Math.min(steps, Math.ceil((turn * steps) / turns));
}

/** @param {Run} run */
const stepOf = ({ turns }) => turns.at(-1)?.step ?? 0;

/** All runs, seed after seed. @param {Course} course @returns {Run[]} */
export function runsOf({ configs, counts, seeds, isEqual }) {
  const { distinctChars } = counts;
  const size = countWeights(configs[0], distinctChars) ?? 0;
  return Array.from({ length: seeds }, (_, at) =>
    configs.map((given, entrant) => {
      const hiddenSize = isEqual ? hiddenSizeFor(given, distinctChars, size) : given.hiddenSize;
      const config = { ...given, hiddenSize, seed: (given.seed + at) % 2 ** 32 };
      const weights = countWeights(config, distinctChars) ?? 0;
      return { entrant, config, weights, turns: [] };
    }),
  ).flat();
}
