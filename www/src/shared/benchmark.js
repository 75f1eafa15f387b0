/** The text of all benchmarks of training, and their measure of work. */

import { seededRandom } from '../lib/random.js';

const TEXT_LENGTH = 100_000;

/**
 * A random text.
 *
 * @param {number} vocab distinct characters
 * @returns {string} a text with all of them
 */
export function randomText(vocab) {
  const random = seededRandom(1);
  let text = '';
  for (let i = 0; i < TEXT_LENGTH; i++) {
    // The first characters are all the distinct ones.
    text += String.fromCharCode(48 + (i < vocab ? i : Math.floor(random() * vocab)));
  }
  return text;
}

/**
 * The useful operations per character of training with one layer: the recurrent products and the
 * head, forward and backward.
 *
 * @param {number} hidden units
 * @param {number} vocab distinct characters
 * @returns {number} FLOP
 */
export function usefulWork(hidden, vocab) {
  return 24 * hidden ** 2 + 6 * vocab * hidden;
}
