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
 * Decodes UTF-8. Malformed bytes become U+FFFD, and are counted.
 *
 * @param {ArrayBuffer} bytes
 * @returns {{text: string, replaced: number}}
 */
export function decodeText(bytes) {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), replaced: 0 };
  } catch {
    const text = new TextDecoder().decode(bytes);
    return { text, replaced: text.split('\uFFFD').length - 1 };
  }
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
 * Counts the characters (Unicode scalar values) of the normalised text and the distinct ones, in
 * slices that keep the page responsive.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {Promise<{chars: number, distinctChars: number}>} rejects when the signal aborts
 */
export async function countChars(text, signal) {
  const distinct = new Set();
  let chars = 0;
  let start = 0;
  while (start < text.length) {
    let end = start + 100_000;
    while (CONTINUATION.test(text.slice(end, end + 2))) end++;
    const slice = normalise(text.slice(start, end));
    for (const char of slice) {
      distinct.add(char);
      chars++;
    }
    start = end;
    if (start < text.length) await nextTask();
    signal.throwIfAborted();
  }
  return { chars, distinctChars: distinct.size };
}
