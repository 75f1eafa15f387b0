import { lagText } from '../../pkg/lstm_playground.js';

/**
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 * @typedef {import('../shared/protocol.js').LagText} LagText
 */

/** @param {LagSource} source */
export const textOf = ({ task, lag, chars, seed }) => lagText(task, lag, chars, seed);

/**
 * Adds the accuracy of always guessing the most frequent of the recalled characters.
 *
 * @param {LagText} lagText all of one code unit a character
 */
export function withMostFrequent(lagText) {
  const { text, recalled } = lagText;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const index of recalled) counts.set(text[index], (counts.get(text[index]) ?? 0) + 1);
  return { ...lagText, mostFrequent: Math.max(...counts.values()) / recalled.length };
}
