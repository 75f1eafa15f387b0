import { lagText } from '../../pkg/lstm_playground.js';

/**
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 * @typedef {import('../shared/protocol.js').LagText} LagText
 */

/** @param {LagSource} source */
export const textOf = ({ task, lag, chars, seed }) => lagText(task, lag, chars, seed);

/**
 * The text on which recall is measured. A run that another release has saved may lack some of its
 * characters: then there is none.
 *
 * @param {LagSource | undefined} source
 * @param {string} vocabulary
 */
export function recallTextFor(source, vocabulary) {
  const made = source && textOf(source);
  const isKnown = [...new Set(made?.text)].every((char) => vocabulary.includes(char));
  return made && isKnown ? withMostFrequent(made) : undefined;
}

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
