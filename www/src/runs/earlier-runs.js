/** @typedef {import('./run.js').Run} Run */

/** The greatest number of runs that are kept. */
const MOST = 5;
/** A run that has trained for so many seconds is kept though there is an earlier one… */
const WORTH = 10;
/** …and for so many also when the reader goes back from it. */
const WORTH_A_WAY_BACK = 60;

/**
 * Seconds of training, by the latest speed; NaN where that is unknown.
 *
 * @param {Run} run
 */
function secondsOf({ record, textReport }) {
  const { progress } = record;
  if (!progress || !textReport) return 0;
  return (progress.step * textReport.batchSize * textReport.seqLen) / progress.charsPerSecond;
}

/** Runs that the reader's changes have ended, without workers, each with its newest checkpoint. */
export class EarlierRuns {
  /** @type {{run: Run, left: Promise<void>}[]} the newest last */
  #entries = [];
  #onChange;

  /** @param {() => void} onChange called when a run could not be kept */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /**
   * The run that `take` gives.
   *
   * @returns {Run | undefined}
   */
  get newest() {
    return this.#entries.at(-1)?.run;
  }

  /**
   * Ends a run, and keeps it where it has learnt something: Undo leads past a run of a moment.
   *
   * @param {Run} run
   * @param {{isUndone?: boolean}} [options]
   */
  add(run, { isUndone = false } = {}) {
    const seconds = secondsOf(run);
    const least = isUndone ? WORTH_A_WAY_BACK : this.newest ? WORTH : 0;
    const isWorth = seconds !== 0 && !(seconds < least);
    if (!isWorth) {
      run.stop();
      return;
    }
    const entry = { run, left: run.leave().catch(() => {}) };
    this.#entries = [...this.#entries, entry].slice(-MOST);
    entry.left.then(() => {
      if (run.hasCheckpoint) return;
      this.#entries = this.#entries.filter((other) => other !== entry);
      this.#onChange();
    });
  }

  /**
   * Takes the newest run out, to come back.
   *
   * @returns {Promise<Run | undefined>} resolves when its workers have ended
   */
  async take() {
    const entry = this.#entries.pop();
    await entry?.left;
    return entry?.run.hasCheckpoint ? entry.run : undefined;
  }

  /** Discards all. */
  clear() {
    for (const { run } of this.#entries) run.stop();
    this.#entries = [];
  }
}
