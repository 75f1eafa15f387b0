/**
 * recurrent-js: Andrej Karpathy's recurrentjs, in TypeScript, with its own LSTM, graph and update.
 * The update is plain gradient descent, less work than Adam: its solver does not support the LSTM.
 */

import { Graph, LSTM, Mat } from 'recurrent-js';
import { windows } from '../windows.js';

const LEARNING_RATE = 0.5;

/**
 * @param {import('../jobs.mjs').Job} job
 * @returns {Promise<import('../measure.js').Contender>}
 */
export async function prepare(job) {
  const { hidden, seqLen, vocab } = job;
  const net = new LSTM({
    architecture: { inputSize: vocab, hiddenUnits: [hidden], outputSize: vocab },
  });
  const graph = new Graph();
  graph.memorizeOperationSequence(true);
  const nextWindow = windows(job);
  /** @type {ReturnType<LSTM['forward']> | undefined} of the last time step */
  let state;

  function step() {
    const { inputs, targets } = nextWindow();
    for (let t = 0; t < seqLen; t++) {
      const input = new Mat(vocab, 1);
      input.w[inputs(0, t)] = 1;
      state = net.forward(input, state, graph);
      setGradient(state.output, targets(0, t));
    }
    graph.backward();
    graph.forgetCurrentSequence();
    net.update(LEARNING_RATE / seqLen);
    // The next window continues with this state, but its gradients end here.
    for (const mat of [...(state?.hiddenActivationState ?? []), ...(state?.cells ?? [])]) {
      mat.dw.fill(0);
    }
    return seqLen;
  }
  return { step };
}

/**
 * Sets the gradient of the cross-entropy with respect to the logits: softmax, less one at the
 * target.
 *
 * @param {Mat} logits
 * @param {number} target
 */
function setGradient({ w, dw }, target) {
  const max = Math.max(...w);
  let sum = 0;
  for (let i = 0; i < w.length; i++) sum += dw[i] = Math.exp(w[i] - max);
  for (let i = 0; i < w.length; i++) dw[i] /= sum;
  dw[target] -= 1;
}
