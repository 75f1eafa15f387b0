import { nextTask } from './next-task.js';

/**
 * Replaces lone surrogates, which no encoding can hold, by U+FFFD.
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
 * Reads bytes as UTF-8. Bytes that are none become U+FFFD, and are counted.
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

/** Line ends and joined letters as they are learnt. @param {string} text */
export const normalised = (text) => text.replaceAll(/\r\n?/g, '\n').normalize('NFC');

/** What must not be cut off from what stands before it: the rest of a line end, of a letter, of a code point. */
const CONTINUES = /^[\n\p{Mark}\p{Surrogate}]/u;

/**
 * Counts characters (Unicode scalar values) and distinct ones, line ends and joined letters as they are learnt, in
 * slices that leave the page fluid.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {Promise<{chars: number, distinctChars: number}>} rejects when the signal aborts
 */
export async function countChars(text, signal) {
  const distinct = new Set();
  let chars = 0;
  let at = 0;
  while (at < text.length) {
    let end = at + 100_000;
    while (CONTINUES.test(text.slice(end, end + 2))) end++;
    const slice = normalised(text.slice(at, end));
    for (const char of slice) {
      distinct.add(char);
      chars++;
    }
    at = end;
    if (at < text.length) await nextTask();
    signal.throwIfAborted();
  }
  return { chars, distinctChars: distinct.size };
}
