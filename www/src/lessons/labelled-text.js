/**
 * A text of letters with their labels, as in speech: after each letter stands a label. A soft or a hard
 * c or g cannot be told before the next letter.
 */

import { Grammar } from '../texts/grammar.js';

/** The number of letters by which a label is late, and the mark at the start of such a line. */
export const DELAYS = { '=': 0, '>': 3 };
/** Letters in a line. */
const LETTERS = 12;
const CONSONANTS = 'cgtl';
const VOWELS = 'aoei';
/** The letters whose sound depends on the next one. */
const AMBIGUOUS = 'cg';
/** In the place of a letter or of a label where there is none. */
const NONE = '.';

/**
 * The labels of letters: S or K for c, J or G for g, by the next letter, and - for every other letter.
 *
 * @param {string} letters
 */
const labelsOf = (letters) =>
  [...letters].map((letter, i) => {
    if (!AMBIGUOUS.includes(letter)) return '-';
    const isSoft = 'ei'.includes(letters[i + 1]);
    return letter === 'c' ? (isSoft ? 'S' : 'K') : isSoft ? 'J' : 'G';
  });

/**
 * Lines of both kinds, the same for the same seed, and the indices of the labels that depend on the next
 * letter, by the mark of their lines.
 *
 * @param {number} lines
 * @param {number} seed
 */
export function labelledText(lines, seed) {
  const grammar = new Grammar(seed);
  /** @type {Record<string, number[]>} */
  const asked = { '=': [], '>': [] };
  let text = '';
  for (let line = 0; line < lines; line++) {
    const letters = Array.from({ length: LETTERS }, (_, i) =>
      grammar.any(i % 2 === 0 ? CONSONANTS : VOWELS),
    ).join('');
    const mark = grammar.any(Object.keys(DELAYS));
    const delay = DELAYS[/** @type {'=' | '>'} */ (mark)];
    const labels = labelsOf(letters);
    text += mark;
    for (let i = 0; i < LETTERS + delay; i++) {
      text += letters[i] ?? NONE;
      if (AMBIGUOUS.includes(letters[i - delay] ?? NONE)) asked[mark].push(text.length);
      text += labels[i - delay] ?? NONE;
    }
    text += '\n';
  }
  return { text, asked };
}
