import { Request } from '../shared/protocol.js';
import { suggestedConfig } from '../shared/settings.js';
import { inLanes } from './lanes.js';
import { Racer } from './racer.js';

/**
 * @typedef {object} Entrant
 * @property {string} name
 * @property {Record<string, unknown>} config what it has of its own
 *
 * @typedef {object} Trial of one entrant at one lag
 * @property {Entrant} entrant
 * @property {number} lag
 * @property {number} step
 * @property {number} milliseconds
 * @property {number} [bits] per character, over the last steps
 * @property {number} [floor] below which no model can get
 * @property {number} [accuracy] on the characters that need memory, of another text; left out until it is through
 * @property {string} [problem] why it did not come to the end
 */

/** Characters that are learnt, and those on which it is tried. */
const [LEARNT, TRIED] = [40_000, 8_000];
/** Steps of a turn. */
const TURN = 50;
/** A window reaches further than the lag, by this much. */
const BEYOND = 24;

/** Enough for one letter, and quickly trained. */
const SMALL = { hiddenSize: 32, numLayers: 1, batchSize: 8, learningRate: 0.01, dropout: 0 };

/** Several models that each learn a text of a lag task, over some lags. */
export class Sweep {
  /** @type {Trial[]} */
  trials = [];
  isRunning = false;
  steps = 1;
  #engine;
  #onChange;
  /** @type {Set<Racer>} */
  #racers = new Set();
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
    const done = this.trials.reduce((sum, trial) => sum + this.#doneOf(trial), 0);
    return this.trials.length === 0 ? 0 : done / this.trials.length;
  }

  /** Milliseconds that are left, by the speed so far; undefined before that is known. */
  get timeLeft() {
    const spent = this.trials.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const { progress } = this;
    if (progress === 0) return undefined;
    return (spent * (1 / progress - 1)) / this.#engine.spareCores();
  }

  /**
   * @param {{task: string, lags: number[], entrants: Entrant[], steps: number, seed: number}} course
   * @returns {Promise<void>} resolves when all are through, or it was stopped
   */
  async start({ task, lags, entrants, steps, seed }) {
    this.stop();
    const number = this.#number;
    this.steps = steps;
    // The short lags first: they are the ones that succeed.
    this.trials = lags.flatMap((lag) =>
      entrants.map((entrant) => ({ entrant, lag, step: 0, milliseconds: 0 })),
    );
    this.isRunning = true;
    this.#onChange();
    await inLanes(
      this.#engine.spareCores(),
      this.trials,
      async (trial) => {
        await this.#try(trial, { task, seed }, number);
        return true;
      },
      () => number === this.#number,
    );
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

  /** @param {Trial} trial */
  #doneOf({ step, accuracy, problem }) {
    return accuracy === undefined && !problem ? step / (this.steps + 1) : 1;
  }

  /** @param {Trial} trial @param {{task: string, seed: number}} source @param {number} number of the sweep */
  async #try(trial, { task, seed }, number) {
    const { lag, entrant } = trial;
    const text = { task, lag, chars: LEARNT, seed };
    const config = {
      ...suggestedConfig(LEARNT),
      ...SMALL,
      ...{ seqLen: lag + BEYOND, validationFraction: 0, seed },
      ...entrant.config,
    };
    const counts = { chars: LEARNT, distinctChars: 16 };
    const sampling = { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1 };
    const racer = new Racer(this.#engine, { text, counts }, config, sampling);
    this.#racers.add(racer);
    try {
      while (trial.step < this.steps) {
        const turn = await racer.trainTo(Math.min(this.steps, trial.step + TURN));
        if (number !== this.#number) return;
        trial.step = turn.step;
        trial.milliseconds += turn.milliseconds;
        trial.bits = turn.bitsPerChar;
        this.#onChange();
      }
      const tried = { ...text, chars: TRIED, seed: (seed + 1) % 2 ** 32 };
      Object.assign(trial, await racer.request(Request.recall, tried));
    } catch (error) {
      if (number === this.#number) trial.problem = /** @type {Error} */ (error).message;
    }
    racer.stop();
    this.#racers.delete(racer);
    this.#onChange();
  }
}
