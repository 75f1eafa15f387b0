/** @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport */

/**
 * Joins the reports of two consecutive stretches of training.
 *
 * @param {StepReport} first
 * @param {StepReport} next
 * @returns {StepReport}
 */
export function joined(first, next) {
  const chars = first.chars + next.chars;
  /** @param {'loss' | 'bitsPerChar'} name */
  const mean = (name) => (first[name] * first.chars + next[name] * next.chars) / chars;
  return { ...next, chars, loss: mean('loss'), bitsPerChar: mean('bitsPerChar') };
}
