/** Milliseconds between two checks. */
const INTERVAL = 500;
/** The longest silence in ms before a worker's first message: a busy computer starts it late. */
const START_SILENCE = 20_000;
/** The longest silence in ms of a worker that has not announced a longer one. */
export const USUAL_SILENCE = 3000;

/** The longest silence in ms that is believed: a day. */
const LONGEST_SILENCE = 86_400_000;

/** Notices when a worker, which sends messages periodically, has been silent for too long. */
export class HeartbeatMonitor {
  #onSilence;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #silent = 0;
  #allowed = 0;

  /** @param {(reason: string) => void} onSilence called with a sentence */
  constructor(onSilence) {
    this.#onSilence = onSilence;
  }

  /** Starts with a new worker. */
  start() {
    this.stop();
    this.#silent = 0;
    this.#allowed = START_SILENCE;
    this.#timer = setInterval(() => {
      // Checks are counted, not time: a page that is busy, asleep or not in view gets its timers late,
      // and its messages later still, so that a gap is no evidence against the worker.
      this.#silent += INTERVAL;
      if (this.#silent <= this.#allowed) return;
      this.#onSilence(`it has been silent for ${Math.round(this.#silent / 1000)} seconds`);
    }, INTERVAL);
  }

  /**
   * Takes note of a message.
   *
   * @param {unknown} [silence] milliseconds of silence that it announces
   */
  hear(silence) {
    this.#silent = 0;
    const announced = typeof silence === 'number' ? silence : 0;
    this.#allowed = Math.max(USUAL_SILENCE, Math.min(LONGEST_SILENCE, announced || 0));
  }

  stop() {
    clearInterval(this.#timer);
  }
}
