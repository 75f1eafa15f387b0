/** A slow machine's useful operations per second; nearly every machine does better. */
const SLOW = 0.5e9;
/** Characters per second in which n-grams are counted on such a machine. */
const SLOW_COUNT = 0.2e6;
const BASE = 10;

/**
 * How long a healthy worker may be silent: one training step cannot be interrupted, nor can a text being written or the
 * n-grams of the whole text being counted.
 *
 * @param {{hiddenSize: number, numLayers: number}} model
 * @param {{chars: number, distinctChars: number, batchSize: number, seqLen: number}} text
 * @param {number} generated characters that may be written in one go
 * @returns {number} milliseconds
 */
export function heartbeatTimeout({ hiddenSize, numLayers }, text, generated) {
  const forward = 8 * hiddenSize ** 2 * (2 * numLayers - 1) + 2 * text.distinctChars * hiddenSize;
  // A training step is a forward pass and a backward pass of twice the work.
  const operations = forward * (3 * text.batchSize * text.seqLen + generated);
  return 1000 * (BASE + operations / SLOW + text.chars / SLOW_COUNT);
}
