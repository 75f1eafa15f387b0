import { Request } from '../shared/protocol.js';
import { sourceOf, settingsFor, trialOf } from '../shared/lag-tasks.js';
import { suggestedConfig } from '../shared/settings.js';
import { Comparison } from './comparison.js';

/**
 * @typedef {object} Entrant
 * @property {string} name
 * @property {Record<string, unknown>} config what it has of its own
 *
 * @typedef {object} Attempt of one entrant at one lag
 * @property {Entrant} entrant
 * @property {number} lag
 * @property {number} step
 * @property {number} milliseconds
 * @property {number} [bits] per character, over the last steps
 * @property {number} [floor] below which no model can get
 * @property {number} [commonest] the accuracy of one who always says the commonest of those characters
 * @property {number} [accuracy] on the characters that need memory, of another text; left out until it is through
 * @property {string} [problem] why it did not come to the end
 */

/** Steps of a turn. */
const TURN = 50;

/** Several models that each learn a text of a lag task, over some lags. */
export class Sweep extends Comparison {
  /** @type {Attempt[]} */
  attempts = [];
  #steps = 1;

  /** How much of it is done, from 0 to 1. */
  get progress() {
    const done = this.attempts.reduce((sum, attempt) => sum + this.#doneOf(attempt), 0);
    return this.attempts.length === 0 ? 0 : done / this.attempts.length;
  }

  /** Milliseconds that are left, by the speed so far; undefined before that is known. */
  get timeLeft() {
    const spent = this.attempts.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const { progress } = this;
    if (progress === 0) return undefined;
    return (spent * (1 / progress - 1)) / this.lanes;
  }

  /**
   * @param {{task: string, lags: number[], entrants: Entrant[], steps: number}} course
   * @returns {Promise<void>} resolves when all are through, or it was stopped
   */
  start({ task, lags, entrants, steps }) {
    return this.run(async (isWanted) => {
      this.#steps = steps;
      // The short lags first: they are the ones that succeed.
      this.attempts = lags.flatMap((lag) =>
        entrants.map((entrant) => ({ entrant, lag, step: 0, milliseconds: 0 })),
      );
      await this.train(
        this.attempts,
        ({ entrant, lag }) => {
          const text = sourceOf(task, lag);
          const config = {
            ...suggestedConfig(text.chars),
            ...settingsFor(text),
            // To its end: what is tried is not to depend on where the last steps happened to lead.
            ...{ schedule: `cosine:0:${steps}`, validationFraction: 0 },
            ...entrant.config,
          };
          return this.newRacer({ text, counts: { chars: text.chars, distinctChars: 16 } }, config);
        },
        async (attempt, racer) => {
          await this.#try(attempt, racer, sourceOf(task, attempt.lag), isWanted);
          return true;
        },
        isWanted,
      );
    });
  }

  /** @param {Attempt} attempt */
  #doneOf({ step, accuracy, problem }) {
    return accuracy === undefined && !problem ? step / (this.#steps + 1) : 1;
  }

  /**
   * @param {Attempt} attempt
   * @param {import('./racer.js').Racer} racer
   * @param {import('../shared/protocol.js').LagSource} source what it learns
   * @param {() => boolean} isWanted
   */
  async #try(attempt, racer, source, isWanted) {
    try {
      while (attempt.step < this.#steps) {
        const turn = await racer.trainTo(Math.min(this.#steps, attempt.step + TURN));
        if (!isWanted()) return;
        attempt.step = turn.step;
        attempt.milliseconds += turn.milliseconds;
        attempt.bits = turn.bitsPerChar;
        this.changed();
      }
      Object.assign(attempt, await racer.request(Request.recall, trialOf(source)));
    } catch (error) {
      if (isWanted()) attempt.problem = /** @type {Error} */ (error).message;
    }
  }
}
