import { Request } from '../shared/protocol.js';
import { Experiment } from './experiment.js';

/**
 * @typedef {object} Tried
 * @property {number[]} rates that were tried, ascending
 * @property {number[]} bits per character at the end of each
 */

/** Rates that are tried: about even on a scale of factors. */
export const RATES = [1e-4, 1e-3, 1e-2, 1e-1].flatMap((power) => [power, 2 * power, 5 * power]);
/** Turns of so many steps at each; what counts is the last. */
export const [TURNS, TURN] = [4, 10];
/** By how many rates the chosen one is lower than the best of so few steps. */
export const LOWER = 2;
/** How many times the best a rate may end at before higher ones are not tried. */
const ENOUGH = 2;

/**
 * Tries learning rates on a copy of a model, each from the same weights and on the same batches: otherwise a batch that
 * is easier than another would be taken for a better rate.
 */
export class LearningRateTest extends Experiment {
  /** @type {Tried} */
  found = { rates: [], bits: [] };
  /** Whether all that were to be tried were. */
  isThrough = false;
  /** Turns done. */
  #turns = 0;

  get progress() {
    return this.isThrough ? 1 : this.#turns / (RATES.length * TURNS);
  }

  /**
   * A fifth of the rate at which the loss ends lowest, about: over more steps than are tried here the highest ones do
   * worse. Undefined before all were tried.
   */
  get chosen() {
    const { rates, bits } = this.found;
    const lowest = bits.indexOf(Math.min(...bits));
    return this.isThrough ? rates[Math.max(0, lowest - LOWER)] : undefined;
  }

  /**
   * @param {object} model
   * @param {string} model.text
   * @param {{chars: number, distinctChars: number}} model.counts
   * @param {Record<string, unknown>} model.config
   * @param {unknown} [model.snapshot] of its weights; left out, those that it begins with
   */
  start({ text, counts, config, snapshot }) {
    this.found = { rates: [], bits: [] };
    this.isThrough = false;
    this.#turns = 0;
    return this.run(async (isWanted) => {
      const racer = this.newRacer({ text, counts }, { ...config, schedule: 'constant' });
      try {
        await racer.made;
        const start = snapshot ?? (await racer.request(Request.snapshot));
        await this.inTurns([racer], () => this.#takeTurn(racer, start), isWanted);
        this.isThrough = isWanted();
      } finally {
        this.end(racer);
      }
    });
  }

  /** @param {import('./experiment-model.js').ExperimentModel} racer @param {unknown} start @returns {Promise<boolean>} whether no more is to be tried */
  async #takeTurn(racer, start) {
    const { rates, bits } = this.found;
    const rate = RATES[rates.length];
    if (this.#turns % TURNS === 0) {
      racer.step = await racer.request(Request.restore, start);
      await racer.request(Request.setLearningRate, rate);
    }
    const turn = await racer.trainTo(racer.step + TURN).catch((error) => {
      if (error.name === 'NotFiniteError') return undefined; // too high, and so would be the rest
      throw error;
    });
    if (!turn) return true;
    this.#turns++;
    if (this.#turns % TURNS !== 0) return false;
    rates.push(rate);
    bits.push(turn.bitsPerChar);
    return rates.length === RATES.length || turn.bitsPerChar > ENOUGH * Math.min(...bits);
  }
}
