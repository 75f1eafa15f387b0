import { normalise } from '../lib/text.js';

/**
 * The number of letters with fewer than `below` occurrences, and of their occurrences. The letters of
 * the separator are read as themselves, as in the crate (crate/src/text/encoded.rs).
 *
 * @param {import('../lib/text.js').CharCounts} counts
 * @param {number} below
 * @param {string} separator of the documents, empty without any
 */
export function rareLetters({ charCounts }, below, separator) {
  const apart = new Set(normalise(separator));
  const rare = [...charCounts].filter(([letter, count]) => count < below && !apart.has(letter));
  return { letters: rare.length, occurrences: rare.reduce((sum, [, count]) => sum + count, 0) };
}
