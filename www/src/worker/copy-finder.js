import { longestCopied } from '../lib/longest-copied.js';

/** Characters of the training text in which copies are looked for: more would take too long. */
const SEARCHED = 1_000_000;

/** Finds what a sample copies from the training text. */
export class CopyFinder {
  #playground;
  /** The beginning of the training text, from the first search on. @type {string | undefined} */
  #searched;

  /** @param {import('../../pkg/lstm_playground.js').Playground} playground */
  constructor(playground) {
    this.#playground = playground;
  }

  /**
   * Adds the longest piece that is copied from the training text.
   *
   * @param {import('../shared/protocol.js').Sample} sample
   * @returns {Promise<import('../shared/protocol.js').Sample>}
   */
  async add(sample) {
    const { trainChars } = this.#playground.textReport();
    this.#searched ??= this.#playground.excerpt(0, Math.min(SEARCHED, trainChars));
    return { ...sample, copied: await longestCopied(sample.text, this.#searched) };
  }
}
