import { longestCopied } from '../lib/longest-copied.js';

/** Characters of the training text in which copies are looked for: more would take too long. */
const SEARCHED = 1_000_000;

/** Finds what a sample copies from the training text. */
export class CopyFinder {
  #playground;
  #hasText;
  /** The beginning of the training text, from the first search on. @type {string | undefined} */
  #searched;

  /**
   * @param {import('../../pkg/lstm_playground.js').Playground} playground
   * @param {boolean} hasText false for a model without a text, which copies nothing
   */
  constructor(playground, hasText) {
    this.#playground = playground;
    this.#hasText = hasText;
  }

  /**
   * Adds the longest piece that is copied from the training text.
   *
   * @param {import('../shared/protocol.js').Sample} sample
   * @returns {Promise<import('../shared/protocol.js').Sample>}
   */
  async add(sample) {
    if (!this.#hasText) return sample;
    this.#searched ??= trainingText(this.#playground);
    return { ...sample, copied: await longestCopied(sample.text, this.#searched) };
  }
}

/**
 * The beginning of the training text. Its segments are parted by a character that no text has.
 *
 * @param {import('../../pkg/lstm_playground.js').Playground} playground
 */
function trainingText(playground) {
  const { chars, validationBlocks } = playground.textReport();
  const borders = [0, ...validationBlocks, chars];
  const segments = [];
  for (let i = 0; i < borders.length; i += 2) {
    const [start, end] = [borders[i], borders[i + 1]].map((index) => Math.min(index, SEARCHED));
    segments.push(playground.excerpt(start, end - start));
  }
  return segments.join('\uD800');
}
