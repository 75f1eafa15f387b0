import { cells } from './cells.js';

/**
 * The number of weights of a network.
 *
 * @param {Pick<import('../shared/protocol.js').Config, 'cell' | 'hiddenSize' | 'numLayers'>} config
 * @param {number} vocabSize
 * @returns {number | undefined} undefined for an unknown cell
 */
export function countWeights({ cell, hiddenSize, numLayers }, vocabSize) {
  const size = cells.find(({ name }) => name === cell);
  if (!size) return undefined;
  /** @param {number} inputSize */
  const layer = (inputSize) =>
    hiddenSize * (size.perInput * inputSize + size.perHidden * hiddenSize + size.perUnit);
  const head = vocabSize * (hiddenSize + 1);
  return layer(vocabSize) + (numLayers - 1) * layer(hiddenSize) + head;
}
