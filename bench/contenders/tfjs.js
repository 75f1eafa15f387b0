/**
 * TensorFlow.js, its wasm backend with SIMD: one-hot input, an LSTM that returns sequences, a dense
 * layer, sparse cross-entropy, Adam, state carried. Its optimisers cannot clip, so this does not.
 * One thread: with 4.22.0, setThreadsCount has no effect
 * (https://github.com/tensorflow/tfjs/issues/8513).
 *
 * `trainOnBatch` is the fastest of its ways: `optimizer.minimize` around the same model was slower
 * by a fifth, and neither `unroll` nor one-hot targets made it faster.
 */

import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { windows } from '../windows.js';

async function start() {
  // The backend wants a path for each of its modules, and takes the one with SIMD here.
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  if (!(await tf.setBackend('wasm'))) throw new Error('no wasm backend');
}

/** @param {import('../jobs.mjs').Job} job */
function createModel({ hidden, batch, seqLen, vocab, learningRate }) {
  const lstm = layers.lstm({
    units: hidden,
    returnSequences: true,
    stateful: true,
    recurrentActivation: 'sigmoid',
    // The default, orthogonal, takes minutes to compute for the larger sizes.
    recurrentInitializer: 'glorotUniform',
    batchInputShape: [batch, seqLen, vocab],
  });
  const model = sequential({
    layers: [lstm, layers.dense({ units: vocab, activation: 'softmax' })],
  });
  model.compile({ optimizer: tf.train.adam(learningRate), loss: 'sparseCategoricalCrossentropy' });
  return model;
}

/**
 * @param {import('../jobs.mjs').Job} job
 * @returns {Promise<import('../measure.js').Contender>}
 */
export async function prepare(job) {
  await start();
  const { batch, seqLen, vocab } = job;
  const model = createModel(job);
  const nextWindow = windows(job);

  /**
   * @param {import('../windows.js').Ids} ids
   * @returns {Int32Array} stream by stream
   */
  function flat(ids) {
    const length = batch * seqLen;
    return Int32Array.from({ length }, (_, i) => ids(Math.floor(i / seqLen), i % seqLen));
  }

  async function step() {
    const { inputs, targets } = nextWindow();
    const [x, y] = tf.tidy(() => [
      tf.cast(tf.oneHot(tf.tensor2d(flat(inputs), [batch, seqLen], 'int32'), vocab), 'float32'),
      tf.tensor3d(Float32Array.from(flat(targets)), [batch, seqLen, 1]),
    ]);
    await model.trainOnBatch(x, y);
    tf.dispose([x, y]);
    return batch * seqLen;
  }
  return { step };
}
