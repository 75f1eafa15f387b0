/** The likelihood of a text, to compare the readings of its bytes in several encodings. */

import { alphabets, frequent, letters } from './languages.js';
import { UNREADABLE } from './unreadable.js';

/** Bits of a letter outside the alphabet of the language, and of an ASCII letter that it avoids. */
const FOREIGN = 12;
const AVOIDED = 3;
/** Bits of a capital, and further ones after a small letter. */
const CAPITAL = 2;
const INNER_CAPITAL = 6;
/** Bits of a change between Latin and another script, within a word and between words. */
const MIXED = 6;
const SWITCHED = 2;
/** Bits of a sign within a word, other than an apostrophe or a dash. */
const INNER_SIGN = 6;

/** @type {[RegExp, number][]} the first that matches gives the bits of a character */
const BITS = [
  [/[\t\n\f\r -~]/, 5],
  [/\uFFFD/, 40],
  [UNREADABLE, 20],
  [/\p{Script=Latin}/u, 0], // by the language
  [new RegExp(`[${letters}]`), 4],
  [new RegExp(`[${frequent}]`), 11],
  [/[шщъэфцю]/i, 9],
  [/[\u0370-\u1fff]/, 6],
  [/[‘’“”„«»–—…]/, 4],
  [/[\u3000-\u30ff\uff01-\uff5e]/, 6],
  [/[€°§£©·¡¿\u00a0]/, 8],
  [/[\uff61-\uff9f]/, 8],
  [/\p{Script=Hangul}/u, 14],
  [/[\u4e00-\u9fff]/, 16],
  [/[^]/, 12],
];

/**
 * @typedef {object} Kind of a character
 * @property {number} bits those of a Latin letter beyond ASCII come from the language
 * @property {boolean} isLetter of an alphabet
 * @property {boolean} isCapital
 * @property {boolean} isLatin
 * @property {boolean} isSign that words do not have
 */

/**
 * @param {string} char
 * @returns {Kind}
 */
function kindOf(char) {
  const isLetter = char < '\u2000' && /[\p{L}\p{M}]/u.test(char);
  const isCapital = isLetter && char !== char.toLowerCase();
  const own = Number(BITS.find(([chars]) => chars.test(char))?.[1]);
  return {
    bits: own + (isCapital ? CAPITAL : 0),
    isLetter,
    isCapital,
    isLatin: /\p{Script=Latin}/u.test(char),
    isSign: own > 5 && !isLetter && char < '\u3000',
  };
}

/**
 * The length of a description of the text, in bits: the shorter, the likelier the text. It assumes
 * one language, the one that makes it shortest, and words of one script that begin with the
 * capitals that they have.
 *
 * @param {string} text
 */
export function bitsOf(text) {
  /** @type {Map<string, Kind>} */
  const kinds = new Map();
  /** @type {Map<string, number>} */
  const latin = new Map();
  let bits = 0;
  let isLatin = true; // the script of the last letter
  let [beforeLast, last] = [kindOf(' '), kindOf(' ')];
  for (const char of text) {
    const kind = kinds.get(char) ?? kindOf(char);
    kinds.set(char, kind);
    bits += kind.bits;
    if (kind.isLetter) {
      const letter = char.toLowerCase();
      if (kind.isLatin) latin.set(letter, (latin.get(letter) ?? 0) + 1);
      if (kind.isCapital && last.isLetter && !last.isCapital) bits += INNER_CAPITAL;
      if (kind.isLatin !== isLatin) bits += last.isLetter ? MIXED : SWITCHED;
      if (last.isSign && beforeLast.isLetter) bits += INNER_SIGN;
      isLatin = kind.isLatin;
    }
    [beforeLast, last] = [last, kind];
  }
  const inLanguages = Object.entries(alphabets).flatMap(([avoided, rows]) =>
    rows.split(' ').map((own) => {
      let sum = 0;
      for (const [letter, count] of latin) {
        const rank = own.indexOf(letter);
        if (letter > '~') sum += count * (rank < 0 ? FOREIGN : 3 + (rank >> 2));
        else if (avoided.includes(letter)) sum += count * AVOIDED;
      }
      return sum;
    }),
  );
  return bits + Math.min(...inLanguages);
}
