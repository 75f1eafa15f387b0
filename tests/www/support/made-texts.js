/** Made-up texts, each of a kind that readers bring. */

import { seededRandom } from '../../../www/src/lib/random.js';

const random = seededRandom(1);

/**
 * @template T
 * @param {ArrayLike<T>} list
 * @param {number} [power] a higher one picks the first more often
 */
const pick = (list, power = 1) => list[Math.floor(random() ** power * list.length)];

/** A word of two to six letters, of which any consonant may be the first. */
function word() {
  let letters = pick('bcdfghjklmnpqrstvwxyz');
  const length = 2 + Math.floor(5 * random());
  while (letters.length < length) {
    letters += pick('aeiou'.includes(letters.at(-1) ?? '') ? 'nrtslmdk' : 'eaiou', 2);
  }
  return letters;
}

const words = [...new Set(Array.from({ length: 3000 }, word))];

/** Words in alphabetical order, one a line. */
export const sortedWords = words.slice(0, 1500).sort().join('\n');

/** The same under a line with all letters, so that none stands at the end of the list alone. */
export const wordsUnderLetters = `abcdefghijklmnopqrstuvwxyz\n${sortedWords}`;

/** @param {number} chars */
function prose(chars) {
  let text = '';
  while (text.length < chars) {
    const sentence = Array.from({ length: 5 + Math.floor(5 * random()) }, () => pick(words, 3));
    text += `${sentence.join(' ')}. `;
  }
  return text.slice(0, chars);
}

/** Sentences of made-up words. */
export const sentences = prose(20_000);

const hangul = Array.from({ length: 300 }, (_, i) => String.fromCharCode(0xac00 + 28 * i));

/**
 * Sentences in Latin letters, and at the end a tenth in another script.
 *
 * @param {number} chars
 * @param {ArrayLike<string>} script
 */
function merged(chars, script) {
  const symbols = Array.from({ length: chars / 10 }, (_, i) => (i % 4 < 3 ? pick(script, 2) : ' '));
  return prose(0.9 * chars) + symbols.join('');
}

/** A merged text whose end has a script of 300 letters. */
export const mergedText = merged(20_000, hangul);

const GREEK = 'αβγδεζηθικλμνξοπρστυφχψω';

/** Merged texts whose end has an alphabet of 24 letters. */
export const [shortMerged, longMerged] = [merged(2000, GREEK), merged(60_000, GREEK)];

/**
 * The text, in whose last tenth every n-th letter is a 7.
 *
 * @param {string} text
 * @param {number} n
 */
export function withDigitsAtTheEnd(text, n) {
  const end = 0.9 * text.length;
  const replaced = [...text.slice(end)].map((letter, i) => (i % n ? letter : '7'));
  return text.slice(0, end) + replaced.join('');
}
