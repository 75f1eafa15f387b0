import { nextTask } from './next-task.js';

/**
 * Replaces lone surrogates, which no encoding can represent, by U+FFFD.
 *
 * @param {string} text
 * @returns {{text: string, replaced: number}}
 */
export function makeWellFormed(text) {
  let replaced = 0;
  const wellFormed = text.replace(/\p{Surrogate}/gu, () => {
    replaced++;
    return '\uFFFD';
  });
  return { text: wellFormed, replaced };
}

/**
 * Normalises line endings, and composes letters (NFC).
 *
 * The model normalises every text and prompt in the same way (crate/src/text/clean.rs). The page
 * does so to count characters without a model, and to index a text as the worker does. The texts
 * that it stores and sends stay as typed.
 *
 * @param {string} text
 */
export const normalise = (text) => text.replaceAll(/\r\n?/g, '\n').normalize('NFC');

/**
 * Matches a slice that starts within a line ending (LF after CR), a letter (a combining mark) or a
 * surrogate pair.
 */
const CONTINUATION = /^[\n\p{Mark}\p{Surrogate}]/u;

/**
 * @typedef {object} CharCounts
 * @property {number} chars
 * @property {number} distinctChars
 * @property {Map<string, number>} charCounts of each character
 */

/**
 * Counts the characters (Unicode scalar values) of the normalised text, in slices that keep the
 * page responsive.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {Promise<CharCounts>} rejects when the signal aborts
 */
export async function countChars(text, signal) {
  /** @type {Map<string, number>} */
  const charCounts = new Map();
  let chars = 0;
  let start = 0;
  while (start < text.length) {
    let end = start + 100_000;
    while (CONTINUATION.test(text.slice(end, end + 2))) end++;
    const slice = normalise(text.slice(start, end));
    for (const char of slice) {
      charCounts.set(char, (charCounts.get(char) ?? 0) + 1);
      chars++;
    }
    start = end;
    if (start < text.length) await nextTask();
    signal.throwIfAborted();
  }
  return { chars, distinctChars: charCounts.size, charCounts };
}

/**
 * The number of documents of a text, each ended by the separator.
 *
 * @param {string} text
 * @param {string} separator empty when the text is one document
 */
export function countDocuments(text, separator) {
  if (separator === '') return 1;
  const normal = text.includes('\r') ? normalise(text) : text;
  const end = normal.endsWith(separator) ? normal.length - separator.length : normal.length;
  let documents = 1;
  for (let at = normal.indexOf(separator); at >= 0 && at < end; documents++) {
    at = normal.indexOf(separator, at + separator.length);
  }
  return documents;
}
