/** The facts of a run that is kept on this computer, checked when they are read. */

/** The version of the facts and of the bytes beside them. In version 1 no file is in parts. */
export const FORMAT = 2;
/** The versions that are read. */
const READ_FORMATS = [1, FORMAT];

/** The most characters of a run's name, and of its text in the list. */
export const MAX_NAME = 80;
export const MAX_TEXT = 60;

const MAX_WORD = 100;

/**
 * @typedef {object} StoredRun
 * @property {string} id
 * @property {string} [name] given by the reader
 * @property {string} text the first characters of its text
 * @property {number} chars of its text
 * @property {string} cell
 * @property {number} hiddenSize
 * @property {number} numLayers
 * @property {number} step
 * @property {number} [bitsPerChar]
 * @property {number} savedAt milliseconds since 1970
 * @property {number} bytes
 * @property {typeof FORMAT} format
 */

const NUMBERS = /** @type {const} */ ([
  ...['chars', 'hiddenSize', 'numLayers', 'step', 'savedAt', 'bytes'],
]);

/** The greatest date that JavaScript has, and more than any other number here. */
const MAX_NUMBER = 8.64e15;

/**
 * The facts in a value from the storage, which another version or program may have written.
 *
 * @param {any} value
 * @returns {StoredRun | undefined} undefined for a value that is none
 */
export function storedRun(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!READ_FORMATS.includes(value.format)) return undefined;
  const { id, name, text, cell, bitsPerChar } = value;
  const isNumber = (/** @type {unknown} */ number) =>
    typeof number === 'number' && number >= 0 && number <= MAX_NUMBER;
  if (!isWord(id) || !isWord(cell) || typeof text !== 'string') return undefined;
  if (NUMBERS.some((key) => !isNumber(value[key]))) return undefined;
  const numbers = Object.fromEntries(NUMBERS.map((key) => [key, value[key]]));
  const given = cleanName(name);
  return /** @type {StoredRun} */ ({
    ...{ id, cell, text: firstChars(text, MAX_TEXT), ...numbers, format: FORMAT },
    ...(given && { name: given }),
    ...(isNumber(bitsPerChar) && { bitsPerChar }),
  });
}

/**
 * True for the facts of a later version.
 *
 * @param {any} value
 */
export const isFuture = (value) => typeof value?.format === 'number' && value.format > FORMAT;

/**
 * A name in one line, without the spaces around it; empty for none.
 *
 * @param {unknown} name
 */
export const cleanName = (name) =>
  typeof name === 'string' ? firstChars(name.replaceAll(/\s+/g, ' ').trim(), MAX_NAME).trim() : '';

/** @param {unknown} value */
const isWord = (value) => typeof value === 'string' && value.length > 0 && value.length <= MAX_WORD;

/**
 * @param {string} text
 * @param {number} count
 */
const firstChars = (text, count) => [...text.slice(0, 2 * count)].slice(0, count).join('');
