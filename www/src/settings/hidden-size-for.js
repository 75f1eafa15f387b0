import { countWeights } from '../cells/count-weights.js';
import { settings } from './settings.js';

/**
 * The hidden size whose network comes nearest to a number of weights.
 *
 * @param {Pick<import('../shared/protocol.js').Config, 'cell' | 'numLayers'>} config
 * @param {number} vocabSize
 * @param {number} weights
 */
export function hiddenSizeFor(config, vocabSize, weights) {
  const { min, max } = /** @type {{min: number, max: number}} */ (
    settings.find(({ name }) => name === 'hiddenSize')
  );
  /** @param {number} hiddenSize */
  const difference = (hiddenSize) =>
    Math.abs((countWeights({ ...config, hiddenSize }, vocabSize) ?? Infinity) - weights);
  let best = min;
  for (let size = min + 1; size <= max; size++)
    if (difference(size) < difference(best)) best = size;
  return best;
}
