/** @typedef {import('./session.js').Session} Session */

/** Milliseconds without a key before a text that is being typed counts. */
export const REST = 1000;

/**
 * Restarts a run when the reader has changed its text or its settings, and undoes that. A change by
 * the host page waits for a reset.
 */
export class Restarts {
  /** True from the reader's change to the restart. */
  isPending = false;
  #session;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** The number of the newest change. */
  #change = 0;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
  }

  /**
   * Follows a change by the reader.
   *
   * @param {number} rest milliseconds without another change before it counts
   */
  request(rest = 0) {
    clearTimeout(this.#timer);
    this.#change++;
    this.isPending = this.#session.isOutdated;
    if (rest) this.#timer = setTimeout(() => void this.now(), rest);
    else void this.now();
    this.#session.changed();
  }

  /**
   * Chooses a setting for the reader.
   *
   * @param {string} name
   * @param {unknown} value
   */
  choose(name, value) {
    this.#session.choose(name, value);
    this.request();
  }

  /** Returns to the suggestions for the text, for the reader. */
  suggest() {
    this.#session.useConfig({});
    this.request();
  }

  /** Restarts without waiting any longer, where a change is pending. */
  async now() {
    clearTimeout(this.#timer);
    if (!this.isPending) return;
    const change = this.#change;
    const session = this.#session;
    try {
      if (session.isOutdated) await session.draft.ready();
      if (change !== this.#change || !session.isOutdated) return;
      this.isPending = false;
      await session.restart();
    } catch {
      // The coach's line says what the draft lacks, and the session reports the error of Train.
    } finally {
      if (change === this.#change) this.isPending = false;
      session.changed();
    }
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
