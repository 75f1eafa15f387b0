/** Milliseconds of training that a page may lose when it crashes… */
const MOST_LOST = 10_000;
/** …or this many for each megabyte, because a larger run takes longer to be kept. */
const PER_MEGABYTE = 1000;
/** Milliseconds of training between two checkpoints, where copying them costs little. */
const BETWEEN_CHECKPOINTS = 5000;

/** Decides at which of its checkpoints a run that trains is kept. */
export class KeepingPace {
  /** Bytes of the numbers in the newest checkpoint, nearly all of its file. */
  bytes = 0;
  #keptAt = -Infinity;
  #checkpointAt = -Infinity;

  /** Begins anew, for another run. */
  begin() {
    this.#keptAt = -Infinity;
    this.bytes = 0;
  }

  /** Notes that the newest checkpoint is being kept. */
  note() {
    this.#keptAt = performance.now();
  }

  /**
   * Follows a checkpoint.
   *
   * @returns {boolean} true where too much could be lost before the next one
   */
  isDue() {
    const now = performance.now();
    const next = now + Math.max(BETWEEN_CHECKPOINTS, now - this.#checkpointAt);
    this.#checkpointAt = now;
    return next - this.#keptAt >= Math.max(MOST_LOST, (PER_MEGABYTE * this.bytes) / 1e6);
  }
}
