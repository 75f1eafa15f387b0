import { countWeights, hiddenSizeFor } from '../shared/settings.js';
import { spentOf } from '../shared/standing.js';
import { inLanes } from './lanes.js';
import { Racer } from './racer.js';

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
export class Race {
  /** @type {Run[]} */
  runs = [];
  isRunning = false;
  #engine;
  #onChange;
  /** @type {Course | undefined} */
  #course;
  /** @type {Set<Racer>} */
  #racers = new Set();
  /** Which race is on its way: what belongs to an earlier one has ended. */
  #number = 0;

  /**
   * @param {import('./racer.js').Engine & {spareCores: () => number}} engine
   * @param {() => void} onChange
   */
  constructor(engine, onChange) {
    this.#engine = engine;
    this.#onChange = onChange;
  }

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
    return left.reduce((sum, time) => sum + time, 0) / this.#lanes;
  }

  /** @param {Course} course @returns {Promise<void>} resolves when all are through, or it was stopped */
  async start(course) {
    this.stop();
    const number = this.#number;
    this.#course = course;
    this.runs = runsOf(course);
    this.isRunning = true;
    this.#onChange();
    const { length } = course.configs;
    for (let seed = 0; seed < course.seeds && number === this.#number; seed++) {
      // Those of one seed together: each worker takes memory.
      await this.#runAll(this.runs.slice(seed * length, (seed + 1) * length), course, number);
    }
    if (number !== this.#number) return;
    this.isRunning = false;
    this.#onChange();
  }

  /** Ends it; what was reached stays. */
  stop() {
    this.#number++;
    this.isRunning = false;
    for (const racer of this.#racers) racer.stop();
    this.#racers.clear();
    this.#onChange();
  }

  /** How many train at a time. */
  get #lanes() {
    return Math.min(this.#engine.spareCores(), this.#course?.configs.length ?? 1);
  }

  /** @param {Run[]} runs @param {Course} course @param {number} number of the race */
  async #runAll(runs, course, number) {
    const jobs = runs.map((run) => {
      const racer = new Racer(this.#engine, course, run.config, course.sampling);
      this.#racers.add(racer);
      return { run, racer };
    });
    const isWanted = () => number === this.#number;
    await inLanes(
      this.#lanes,
      jobs,
      async ({ run, racer }) => {
        const isThrough = await this.#takeTurn(run, racer, course);
        if (isWanted()) this.#onChange();
        return isThrough;
      },
      isWanted,
    );
    for (const { racer } of jobs) {
      racer.stop();
      this.#racers.delete(racer);
    }
  }

  /**
   * @param {Run} run
   * @param {Racer} racer
   * @param {Course} course
   * @returns {Promise<boolean>} whether it has come to its end
   */
  async #takeTurn(run, racer, { steps, sampling }) {
    try {
      const turn = await racer.trainTo(nextStop(stepOf(run), steps));
      run.turns.push(turn);
      if (turn.step < steps) return false;
      run.sample = await racer.write(sampling);
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      if (name !== 'AbortError') run.problem = message;
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
