/** The time limit of a worker's first message in ms: on a slow network its download takes long. */
const START_SILENCE = 60_000;

/** Milliseconds between two checks. */
const INTERVAL = 1000;

/** Notices when a worker, which sends messages periodically, has been silent for too long. */
export class HeartbeatMonitor {
  /** The longest silence in milliseconds, after the first message. */
  timeout = 10_000;
  /** True once the worker has sent a message. */
  isHeard = false;

  #onSilence;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #silent = 0;

  /** @param {(reason: string) => void} onSilence called with a sentence */
  constructor(onSilence) {
    this.#onSilence = onSilence;
  }

  /** Starts with a new worker. */
  start() {
    this.stop();
    this.#silent = 0;
    this.isHeard = false;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      // A page that was asleep or hidden gets its timers late, and its messages later still: such
      // a gap is no evidence against the worker, so a tick counts for two intervals at most.
      this.#silent += Math.min(now - last, 2 * INTERVAL);
      last = now;
      const allowed = this.isHeard ? this.timeout : Math.max(START_SILENCE, this.timeout);
      if (this.#silent <= allowed) return;
      this.#onSilence(`it has been silent for ${Math.round(this.#silent / 1000)} seconds`);
    }, INTERVAL);
  }

  /** Takes note of a message. */
  hear() {
    this.#silent = 0;
    this.isHeard = true;
  }

  stop() {
    clearInterval(this.#timer);
  }
}
