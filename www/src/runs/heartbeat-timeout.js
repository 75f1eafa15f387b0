/** The useful operations per second of a slow machine; nearly every machine is faster. */
const SLOW = 0.5e9;
/** Characters per second in which n-grams are counted on such a machine. */
const SLOW_COUNT = 0.2e6;
const BASE = 10;
/**
 * The most characters that a worker processes without a pause, outside a training step: a
 * gradient check takes two passes over 32 characters in f64, and three times as much for its
 * gradients.
 */
const IN_ONE_GO = 6 * 32 * 2;

/**
 * The longest silence of a healthy worker, which cannot interrupt a training step, a portion of
 * a gradient check or the counting of n-grams. The watch over the silence is lib/worker-client.js.
 *
 * @param {{hiddenSize: number, numLayers: number}} model
 * @param {{chars: number, distinctChars: number, batchSize: number, seqLen: number}} text
 * @returns {number} milliseconds
 */
export function heartbeatTimeout({ hiddenSize, numLayers }, text) {
  const forward = 8 * hiddenSize ** 2 * (2 * numLayers - 1) + 2 * text.distinctChars * hiddenSize;
  // A training step is a forward pass and a backward pass of twice the work.
  const operations = forward * (3 * text.batchSize * text.seqLen + IN_ONE_GO);
  return 1000 * (BASE + operations / SLOW + text.chars / SLOW_COUNT);
}
