/**
 * Measures a model's recall of a text, in one go.
 *
 * @param {import('../../../www/pkg/lstm_playground.js').Playground} playground
 * @param {string} text
 * @param {Uint32Array} indices
 */
export function recall(playground, text, indices) {
  playground.startRecall(text, indices);
  return /** @type {import('../../../www/pkg/lstm_playground.js').TextRecall} */ (
    playground.lookFor(60_000)
  );
}
