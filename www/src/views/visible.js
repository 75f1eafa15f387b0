/** @type {Record<string, string>} */
const SIGNS = { ' ': '␣', '\n': '↵', '\t': '⇥' };

/** The code points of right-to-left scripts; other letters keep the order of a sentence. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A character as a visible sign: an invisible one by its code point, an accent on a circle.
 *
 * @param {string} char
 */
export function visible(char) {
  if (/[\p{C}\p{Z}]/u.test(char)) return SIGNS[char] ?? codePoint(char);
  return /\p{M}/u.test(char) ? `◌${char}` : char;
}

/**
 * @param {string} char
 * @returns {boolean} true for a letter of a script that runs from right to left
 */
export const isRightToLeft = (char) => RIGHT_TO_LEFT.test(char);

/**
 * @param {string[]} chars
 * @returns {boolean} true for a text that runs from right to left, letters of other scripts among it
 */
export const runsRightToLeft = (chars) => chars.filter(isRightToLeft).length > chars.length / 4;

/**
 * A character as a visible sign within a sentence, whose order it does not turn.
 *
 * @param {string} char
 */
export const inSentence = (char) =>
  isRightToLeft(char) ? `\u2068${visible(char)}\u2069` : visible(char);

/**
 * "U+00E9".
 *
 * @param {string} char
 */
export const codePoint = (char) =>
  `U+${Number(char.codePointAt(0)).toString(16).toUpperCase().padStart(4, '0')}`;
