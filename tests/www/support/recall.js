import { finish } from './finish.js';

/**
 * Measures a model's recall of a text in a single slice.
 *
 * @param {import('../../../www/pkg/lstm_playground.js').Playground} playground
 * @param {string} text
 * @param {Uint32Array} indices
 */
export const recall = (playground, text, indices) =>
  finish(playground.network().measureRecall(text, indices));
