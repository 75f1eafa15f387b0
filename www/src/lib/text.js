import { nextTask } from './next-task.js';

/**
 * Replaces lone surrogates, which no encoding can represent, by U+FFFD.
 *
 * @param {string} text
 * @returns {{text: string, replaced: number}}
 */
export function makeWellFormed(text) {
  // The replacement would take 100 ms for millions of letters; older browsers need it.
  const { isWellFormed } = /** @type {{isWellFormed?: () => boolean}} */ (String.prototype);
  if (isWellFormed?.call(text)) return { text, replaced: 0 };
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

/** Code units of a slice of the counting: a few milliseconds, and less than 50 on a slow phone. */
const SLICE = 25_000;

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
 * @property {{joined: number, split: number, replaced: number}} changed characters that the
 *   normalisation joined with the one before, split into several, or replaced by another
 */

/** @returns {CharCounts} */
export const noCounts = () => ({
  ...{ chars: 0, distinctChars: 0, charCounts: new Map() },
  changed: { joined: 0, split: 0, replaced: 0 },
});

/**
 * Counts the characters (Unicode scalar values) of the normalised text, in slices that keep the
 * page responsive.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {Promise<CharCounts>} rejects when the signal aborts
 */
export async function countChars(text, signal) {
  const counts = noCounts();
  const { charCounts, changed } = counts;
  let start = 0;
  while (start < text.length) {
    let end = start + SLICE;
    while (CONTINUATION.test(text.slice(end, end + 2))) end++;
    const slice = text.slice(start, end).replaceAll(/\r\n?/g, '\n');
    const normal = normalise(slice);
    for (const char of normal) {
      charCounts.set(char, (charCounts.get(char) ?? 0) + 1);
      counts.chars++;
    }
    if (normal !== slice) addChanges(slice, normal, changed);
    start = end;
    if (start < text.length) await nextTask();
    signal.throwIfAborted();
  }
  return { ...counts, distinctChars: charCounts.size };
}

/**
 * @param {string} text
 * @param {string} normal the normalised text
 * @param {CharCounts['changed']} changed
 */
function addChanges(text, normal, changed) {
  const chars = [...text];
  changed.joined += chars.length - [...normal].length;
  for (const char of chars) {
    const alone = char.normalize();
    if (alone === char) continue;
    const more = [...alone].length - 1;
    changed.joined += more;
    changed[more > 0 ? 'split' : 'replaced']++;
  }
}

/**
 * The number of documents of a text, each ended by the separator.
 *
 * @param {string} text
 * @param {string} separator empty when the text is one document
 */
export function countDocuments(text, separator) {
  if (separator === '') return 1;
  const mark = normalise(separator);
  const isPlain = !text.includes('\r') && /^\p{ASCII}+$/u.test(mark); // normalising takes time
  const normal = isPlain ? text : normalise(text);
  const end = normal.endsWith(mark) ? normal.length - mark.length : normal.length;
  let documents = 1;
  for (let at = normal.indexOf(mark); at >= 0 && at < end; documents++) {
    at = normal.indexOf(mark, at + mark.length);
  }
  return documents;
}
