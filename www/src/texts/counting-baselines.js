/**
 * The losses of guesses without context: of every letter with the same probability, and with the
 * probability of its frequency in the text.
 *
 * @param {import('../lib/text.js').CharCounts} [counts]
 * @returns {import('../shared/protocol.js').Baseline[]}
 */
export function countingBaselines(counts) {
  if (!counts || counts.chars < 2) return [];
  const { chars, distinctChars, charCounts } = counts;
  const bits = [...charCounts.values()].map((count) => (count / chars) * Math.log2(chars / count));
  return [
    { order: -1, bitsPerChar: Math.log2(distinctChars) },
    { order: 0, bitsPerChar: bits.reduce((sum, each) => sum + each, 0) },
  ];
}
