import { CHANGEABLE } from './draft.js';

/** @typedef {import('./session.js').Session} Session */

/** Milliseconds without a key before a text that is being typed counts. */
export const REST = 1000;

/**
 * Restarts a run when the reader has changed its text or its settings. A change by the host page
 * waits for a reset.
 */
export class Restarts {
  /** True from the reader's change to the restart. */
  isPending = false;
  #session;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** The number of the newest change. */
  #change = 0;
  /**
   * The run whose text or settings the reader has changed.
   *
   * @type {Session['run']}
   */
  #outdated;

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
    this.stop();
    this.#outdated = this.#session.outdated;
    this.isPending = this.#outdated !== undefined;
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
    this.#follow([name]);
  }

  /** Returns to the suggestions for the text, for the reader. */
  suggest() {
    const names = Object.keys(this.#session.draft.settings.chosen);
    this.#session.useConfig({});
    this.#follow(names);
  }

  /** Restarts without waiting any longer, where a change is pending. */
  async now() {
    clearTimeout(this.#timer);
    if (!this.isPending) return;
    const change = this.#change;
    const session = this.#session;
    try {
      if (session.outdated) await session.draft.ready();
      if (change !== this.#change || !session.outdated) return;
      this.isPending = false;
      await session.restart();
    } catch {
      // The coach's line says what the draft lacks, and the session reports the error of Train.
    } finally {
      if (change === this.#change) this.isPending = false;
      session.changed();
    }
  }

  /**
   * Holds a pending restart back.
   *
   * @returns {() => void} lets it go on, unless another change has come first
   */
  hold() {
    if (!this.isPending) return () => {};
    this.stop();
    const change = this.#change;
    return () => {
      if (change === this.#change) this.request();
    };
  }

  /** Waits for the next change. */
  stop() {
    clearTimeout(this.#timer);
    this.#change++;
    this.isPending = false;
  }

  /**
   * Settings that take effect in place restart nothing: the run may be one that the host page has
   * outdated.
   *
   * @param {string[]} names
   */
  #follow(names) {
    const isInPlace = names.every((name) => CHANGEABLE.includes(name));
    if (!isInPlace || this.#outdated === this.#session.outdated) this.request();
  }
}
