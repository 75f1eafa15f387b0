/**
 * What a model recalls of a text, in one go.
 *
 * @param {import('../../../www/pkg/lstm_playground.js').Playground} playground
 * @param {string} text
 * @param {Uint32Array} places
 */
export function recall(playground, text, places) {
  playground.startRecall(text, places);
  return /** @type {import('../../../www/pkg/lstm_playground.js').TextRecall} */ (
    playground.lookFor(60_000)
  );
}
