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

/**
 * Counts characters (Unicode scalar values) and distinct ones, in slices that leave the page fluid.
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
    const end = Math.min(at + 100_000, text.length);
    while (at < end) {
      const char = /** @type {number} */ (text.codePointAt(at));
      distinct.add(char);
      chars++;
      at += char > 0xffff ? 2 : 1;
    }
    if (at < text.length) await nextTask();
    signal.throwIfAborted();
  }
  return { chars, distinctChars: distinct.size };
}
