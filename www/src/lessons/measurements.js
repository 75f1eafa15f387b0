import { raceResults } from '../experiments/race-results.js';

/**
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 *
 * @typedef {object} LabTools what a session lacks
 * @property {import('../experiments/race.js').Race} race
 * @property {import('../experiments/learning-rate-test.js').LearningRateTest} rates
 * @property {(source: import('../shared/protocol.js').LagSource) =>
 *   Promise<import('../runs/draft.js').TaskText>} makeTask
 * @property {(name: string) => Promise<ArrayBuffer>} loadModel the bytes of a lesson's model file
 * @property {(tab: string) => void} open shows a view
 * @property {() => string} tab the name of the view that is open
 */

/** Measures the figures of a lesson: numbers that the product computes. */
export class Measurements {
  session;
  tools;

  /**
   * @param {import('../runs/session.js').Session} session
   * @param {LabTools} tools
   */
  constructor(session, tools) {
    this.session = session;
    this.tools = tools;
  }

  /**
   * The recall of the present network on another text of the lesson's task.
   *
   * @param {Clamp[]} [clamps]
   * @param {number} [lag] the greatest of that text, by default the task's
   */
  async recall(clamps, lag) {
    const { task } = this.session.draft;
    if (!task) throw new Error('a lesson without a task has nothing to recall');
    const source = { ...task.recallText, lag: lag ?? task.recallText.lag };
    return (await this.engine()).recall({ source, clamps });
  }

  /**
   * The values of the present network while it reads a text from the zero state.
   *
   * @param {string} text
   * @param {Clamp[]} [clamps]
   */
  async read(text, clamps) {
    return (await this.engine()).inspect({ text, model: 'now', clamps });
  }

  /**
   * The gradient reach of the prediction of a letter of the text.
   *
   * @param {number} index of the letter
   * @param {number} lags
   */
  async reach(index, lags) {
    const { seqLen } = this.session.draft.config;
    const first = Math.max(0, index - lags - seqLen - 1);
    const text = this.excerpt(first, index - first + 1);
    return (await this.engine()).reach({ text, lags });
  }

  /** The curves and figures of the present run. */
  get record() {
    return this.session.record;
  }

  /** The losses of counting on the unseen text, by ascending order; the first is of pure guessing. */
  async baselines() {
    return (await this.engine()).baselines();
  }

  /** The results of the last race, an entry each, with its runs. */
  get raceResults() {
    const { runs } = this.tools.race;
    return raceResults(runs, ({ cell }) => cell).map((result, entry) => ({
      ...result,
      runs: runs.filter((run) => run.entry === entry),
    }));
  }

  /** The tested learning rates, their losses, and the suggested one. */
  get rates() {
    const { results, suggestedRate } = this.tools.rates;
    return { ...results, suggestedRate };
  }

  /**
   * A text that the present network writes.
   *
   * @param {import('../runs/generation.js').GenerationOptions} options
   */
  async write(options) {
    return this.session.generate({ model: 'now', seed: 1, ...options });
  }

  /**
   * The likeliest continuation of a text.
   *
   * @param {string} prompt
   */
  async complete(prompt) {
    await this.engine();
    return this.session.inspector.complete(prompt);
  }

  /** The hash of the present weights. */
  async hash() {
    return (await this.engine()).weightsHash();
  }

  get text() {
    return this.session.draft.text;
  }

  /**
   * A part of the text.
   *
   * @param {number} start
   * @param {number} count
   */
  excerpt(start, count) {
    return [...this.text].slice(start, start + count).join('');
  }

  /** The worker's functions for the present network, which is made where there is none. */
  engine() {
    return this.session.command((run) => run.settle());
  }
}
