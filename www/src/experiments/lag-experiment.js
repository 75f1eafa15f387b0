import { Request } from '../shared/protocol.js';
import { sourceOf, settingsFor, recallTextOf } from '../texts/lag-tasks.js';
import { suggestedConfig } from '../settings/settings.js';
import { Experiment } from './experiment.js';

/**
 * @typedef {object} Entrant
 * @property {string} name
 * @property {Record<string, unknown>} config what it has of its own
 *
 * @typedef {object} Attempt of one entrant at one lag
 * @property {Entrant} entrant
 * @property {import('../shared/protocol.js').LagSource} source what it learns
 * @property {number} step
 * @property {import('../shared/protocol.js').Recall} [recall] how it fared; left out until it is through
 * @property {string} [problem] why it did not come to the end
 */

/** Steps of a turn. */
const TURN = 50;
/** Distinct characters of a text, at most: how long a worker may be silent depends on it. */
const DISTINCT = 16;

/** Several models that each learn a text of a lag task, over some lags. */
export class LagExperiment extends Experiment {
  /** @type {Attempt[]} */
  attempts = [];
  #steps = 1;

  get progress() {
    const weight = this.attempts.reduce((sum, attempt) => sum + attempt.source.lag, 0);
    const done = this.attempts.reduce(
      (sum, attempt) => sum + attempt.source.lag * this.#doneOf(attempt),
      0,
    );
    return this.attempts.length === 0 ? 0 : done / weight;
  }

  /**
   * @param {{task: string, lags: number[], entrants: Entrant[], steps: number, seeds: number}} course
   * @returns {Promise<void>} resolves when all are through, or it was stopped
   */
  start({ task, lags, entrants, steps, seeds }) {
    this.#steps = steps;
    const all = Array.from({ length: seeds }, (_, i) => i + 1);
    // The short lags first: they are the ones that succeed.
    this.attempts = all.flatMap((seed) =>
      lags.flatMap((lag) =>
        entrants.map((entrant) => ({ entrant, source: sourceOf(task, lag, seed), step: 0 })),
      ),
    );
    return this.run(async (isWanted) => {
      const waiting = [...this.attempts];
      // No more at a time than can be trained at a time: each worker takes memory.
      const lane = async () => {
        for (let next = waiting.shift(); next && isWanted(); next = waiting.shift()) {
          await this.#try(next, isWanted);
        }
      };
      await Promise.all(Array.from({ length: this.lanes }, lane));
    });
  }

  /** @param {Attempt} attempt */
  #doneOf({ step, recall, problem }) {
    return recall || problem ? 1 : step / (this.#steps + 1);
  }

  /** @param {Attempt} attempt @param {() => boolean} isWanted */
  async #try(attempt, isWanted) {
    const { entrant, source } = attempt;
    const config = {
      ...suggestedConfig(source.chars),
      ...settingsFor(source),
      // To its end: what is tried is not to depend on where the last steps happened to lead.
      ...{ schedule: `cosine:0:${this.#steps}`, validationFraction: 0 },
      ...entrant.config,
    };
    const counts = { chars: source.chars, distinctChars: DISTINCT };
    const racer = this.newRacer({ text: source, counts }, config);
    const takeTurn = async () => {
      const turn = await racer.trainTo(Math.min(this.#steps, attempt.step + TURN));
      attempt.step = turn.step;
      if (turn.step < this.#steps) return false;
      attempt.recall = await racer.request(Request.recall, recallTextOf(source));
      return true;
    };
    try {
      await this.inTurns([racer], takeTurn, isWanted);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (isWanted()) attempt.problem = `${entrant.name}, lag ${source.lag}: ${message}`;
    }
    this.end(racer);
  }
}
