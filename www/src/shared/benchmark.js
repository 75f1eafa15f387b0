/** What every benchmark of training has in common: the text, and what counts as work. */

import { seededRandom } from '../lib/random.js';

const TEXT_LENGTH = 100_000;

/**
 * @param {number} vocab distinct characters
 * @returns {string} with all of them in it
 */
export function randomText(vocab) {
  const random = seededRandom(1);
  let text = '';
  for (let i = 0; i < TEXT_LENGTH; i++) {
    // The first ones make sure that every character occurs.
    text += String.fromCharCode(48 + (i < vocab ? i : Math.floor(random() * vocab)));
  }
  return text;
}

/**
 * Useful operations for one character of training, of one layer: the recurrent products and the head,
 * forward and backward.
 *
 * @param {number} hidden units
 * @param {number} vocab distinct characters
 * @returns {number} FLOP
 */
export function usefulWork(hidden, vocab) {
  return 24 * hidden ** 2 + 6 * vocab * hidden;
}
