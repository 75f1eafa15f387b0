/**
 * What a model recalls of a text, in one go.
 *
 * @param {import('../../www/pkg/lstm_playground.js').Playground} playground
 * @param {string} text
 * @param {Uint32Array} places
 */
export function recall(playground, text, places) {
  playground.startRecall(text, places);
  const share = playground.lookFor(60_000);
  if (typeof share !== 'number') throw new Error(`a share was expected, came ${share}`);
  return share;
}
