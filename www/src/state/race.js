import { countWeights, hiddenSizeFor } from '../shared/settings.js';
import { spentOf } from '../shared/standing.js';
import { Comparison } from './comparison.js';

/**
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../shared/standing.js').Run} Run
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

/** Turns that a run has: points of its curve. */
const TURNS = 40;

/** Several models on the same text, in the same batches: none has more steps than the others but for one turn. */
export class Race extends Comparison {
  /** @type {Run[]} */
  runs = [];
  /** @type {Course | undefined} */
  #course;

  /** How much of it is done, from 0 to 1. */
  get progress() {
    const { steps = 1 } = this.#course ?? {};
    const done = this.runs.reduce((sum, run) => sum + (run.problem ? steps : stepOf(run)), 0);
    return this.runs.length === 0 ? 0 : done / (this.runs.length * steps);
  }

  /** Milliseconds that are left, by the speed of each so far; undefined before that is known. */
  get timeLeft() {
    const { steps = 1 } = this.#course ?? {};
    const known = this.runs.filter((run) => stepOf(run) > 0);
    if (known.length === 0) return undefined;
    const pace = known.reduce((sum, run) => sum + spentOf(run) / stepOf(run), 0) / known.length;
    const left = this.runs.map((run) => {
      const own = stepOf(run) > 0 ? spentOf(run) / stepOf(run) : pace;
      return run.problem ? 0 : own * (steps - stepOf(run));
    });
    const atATime = Math.min(this.lanes, this.#course?.configs.length ?? 1);
    return left.reduce((sum, time) => sum + time, 0) / atATime;
  }

  /** @param {Course} course @returns {Promise<void>} resolves when all are through, or it was stopped */
  start(course) {
    return this.run(async (isWanted) => {
      this.#course = course;
      this.runs = runsOf(course);
      const { length } = course.configs;
      for (let seed = 0; seed < course.seeds && isWanted(); seed++) {
        // Those of one seed together: each worker takes memory.
        await this.train(
          this.runs.slice(seed * length, (seed + 1) * length),
          ({ config }) => this.newRacer(course, config),
          (run, racer) => this.#takeTurn(run, racer, course, isWanted),
          isWanted,
        );
      }
    });
  }

  /**
   * @param {Run} run
   * @param {import('./racer.js').Racer} racer
   * @param {Course} course
   * @param {() => boolean} isWanted
   * @returns {Promise<boolean>} whether it has come to its end
   */
  async #takeTurn(run, racer, { steps, sampling }, isWanted) {
    try {
      const turn = await racer.trainTo(nextStop(stepOf(run), steps));
      run.turns.push(turn);
      if (turn.step < steps) return false;
      run.sample = await racer.write(sampling);
    } catch (error) {
      if (isWanted()) run.problem = /** @type {Error} */ (error).message;
    }
    return true;
  }
}

/** The step at which the turn after one ends. @param {number} step @param {number} steps of the race */
export function nextStop(step, steps) {
  const turn = Math.floor((step * TURNS) / steps) + 1;
  return Math.min(steps, Math.ceil((turn * steps) / TURNS));
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
