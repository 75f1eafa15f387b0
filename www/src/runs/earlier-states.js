import { presets } from '../texts/presets.js';

/**
 * @typedef {import('./run.js').Run} Run
 *
 * @typedef {object} Earlier a state that Undo brings back
 * @property {ReturnType<import('./draft.js').Draft['save']>} draft
 * @property {Run} [run] of that draft, without workers, with its newest checkpoint
 * @property {Promise<void>} [left] resolves when its workers have ended
 */

/** The greatest number of states that are kept. */
const MOST = 8;
/** A run that has trained for so many seconds is kept though there is an earlier one… */
const WORTH = 10;
/** …and for so many also when the reader goes back from it. */
const WORTH_A_WAY_BACK = 60;

/**
 * Seconds of training by the latest speed, a minute where that is unknown.
 *
 * @param {Run} run
 */
export function secondsOf({ record, textReport }) {
  const { progress } = record;
  if (!progress || !textReport) return 0;
  const { step, charsPerSecond } = progress;
  if (!(charsPerSecond > 0)) return WORTH_A_WAY_BACK;
  return (step * textReport.batchSize * textReport.seqLen) / charsPerSecond;
}

/**
 * The states that the reader's changes have replaced: runs with their text and settings, and texts
 * that nobody else has and no run has learnt.
 */
export class EarlierStates {
  /** @type {Earlier[]} the newest last */
  #states = [];
  #onChange;

  /** @param {() => void} onChange called when a run could not be kept */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** The state that Undo brings back next. */
  get newest() {
    return this.#states.at(-1);
  }

  /**
   * Keeps the reader's own text.
   *
   * @param {Earlier['draft']} draft
   * @param {boolean} [isUndone] true when the reader goes back from it
   */
  addText(draft, isUndone) {
    const { text, taskText } = draft;
    const isMade = text === '' || text === taskText?.text || presets.some(({ is }) => is(text));
    if (!isMade) this.#add({ draft }, isUndone);
  }

  /**
   * Ends a run, and keeps it where it has learnt something: Undo leads past a run of a moment.
   *
   * @param {Run} run
   * @param {boolean} [isUndone] true when the reader goes back from it
   */
  add(run, isUndone) {
    const { draft } = run.source;
    const seconds = secondsOf(run);
    const least = isUndone ? WORTH_A_WAY_BACK : this.#states.some((state) => state.run) ? WORTH : 0;
    if (!draft || seconds === 0 || seconds < least) {
      run.stop();
      return;
    }
    const state = { draft, run, left: run.leave().catch(() => {}) };
    this.#add(state, isUndone);
    state.left.then(() => {
      const at = this.#states.indexOf(state);
      if (run.checkpoint || at < 0) return;
      this.#states.splice(at, 1);
      this.addText(draft);
      this.#onChange();
    });
  }

  /**
   * Resolves when a run that is kept here has its last checkpoint; undefined for any other.
   *
   * @param {Run} run
   */
  leftOf(run) {
    return this.#states.find((state) => state.run === run)?.left;
  }

  /** Takes the newest state out, to come back. */
  take() {
    return this.#states.pop();
  }

  /** Discards all. */
  clear() {
    for (const { run } of this.#states) run?.stop();
    this.#states = [];
  }

  /**
   * The state that Undo has left comes last, so that Undo leads to each in its turn. Of too many, the
   * one that has trained least goes, but not the newest.
   *
   * @param {Earlier} state
   * @param {boolean} [isUndone]
   */
  #add(state, isUndone) {
    const { text } = state.draft;
    const others = this.#states.filter((other) => other.run || other.draft.text !== text);
    this.#states = isUndone ? [state, ...others] : [...others, state];
    if (this.#states.length <= MOST) return;
    const worth = this.#states.map(({ run }) => (run ? secondsOf(run) : WORTH_A_WAY_BACK));
    const least = worth.indexOf(Math.min(...worth.slice(0, -1)));
    this.#states.splice(least, 1)[0].run?.stop();
  }
}
