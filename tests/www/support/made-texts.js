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

/** Sentences in Latin letters, and at the end a tenth in another script. */
export const mergedText =
  prose(18_000) +
  Array.from({ length: 2000 }, (_, i) => (i % 4 < 3 ? pick(hangul, 2) : ' ')).join('');
