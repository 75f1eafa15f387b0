/**
 * brain.js: its recurrent.LSTM, trained pattern by pattern, with its own RMSprop and clipping of
 * each entry at 5. It has no batches, starts every pattern from the zero state, adds a token for
 * the end, and multiplies an embedding of the characters instead of a one-hot column. Its cell has
 * no state of its own: the forget gate weighs the last output instead.
 */

// The package's main entry also loads its GPU code, which these networks do not use.
// @ts-expect-error The package has types for its main entry only.
import lstm from 'brain.js/dist/recurrent/lstm.js';
import { windows } from '../windows.js';

/**
 * @param {import('../jobs.mjs').Job} job
 * @returns {Promise<import('../measure.js').Contender>}
 */
export async function prepare(job) {
  const { hidden, seqLen, vocab } = job;
  const LSTM = lstm.default ?? lstm;
  const net = new LSTM({
    hiddenLayers: [hidden],
    inputSize: vocab,
    inputRange: vocab,
    outputSize: vocab,
    learningRate: job.learningRate,
  });
  net.initialize();
  const nextWindow = windows(job);

  function step() {
    const { targets } = nextWindow();
    // Without the end token: brain.js predicts every character of a pattern and then its end.
    net.trainPattern(Array.from({ length: seqLen - 1 }, (_, t) => targets(0, t)));
    return seqLen;
  }
  return { step };
}
