/**
 * This project, as its page trains: whole windows, state carried, Adam, the norm of the gradient
 * clipped at 5.
 */

import init, { Playground, mulAddPeak } from '../../www/pkg/lstm_playground.js';
import wasm from '../../www/pkg/lstm_playground_bg.wasm?url';
import { alwaysShared } from '../../www/src/worker/speed-probe.js';
import { DataParallel } from '../../www/src/worker/data-parallel.js';

/** Milliseconds of one call, as in the page's worker. */
const SLICE = 40;

/**
 * @param {import('../jobs.mjs').Job} job
 * @param {{workers: number}} option
 * @returns {Promise<import('../measure.js').Contender>}
 */
export async function prepare(job, { workers }) {
  const { hidden, batch, seqLen, vocab, text, learningRate, validationFraction } = job;
  const config = {
    hiddenSize: hidden,
    batchSize: batch,
    seqLen,
    optimizer: /** @type {const} */ ('adam'),
    gradClip: 5,
    learningRate,
    validationFraction,
  };
  await init({ module_or_path: wasm });
  const playground = new Playground(text, config);
  if (playground.textReport().distinctChars !== vocab) throw new Error('wrong vocabulary');
  if (workers > playground.shards()) throw new Error('not divided');
  // The steps are shared even where one worker is faster; the page measures that first.
  const dataParallel = new DataParallel(playground, () => {}, alwaysShared);
  for (let i = 1; i < workers; i++)
    dataParallel.replicas.attach(i, await startReplica({ wasm, text, config }));
  const step = async () => (await dataParallel.trainFor(SLICE)).chars;
  const validationBits = () => Number(playground.evaluate()?.bitsPerChar);
  // The peak is that of one core.
  return workers === 1 ? { step, validationBits, peak: mulAddPeak } : { step, validationBits };
}

/**
 * @param {{wasm: string, text: string, config: object}} model
 * @returns {Promise<MessagePort>} to the replica, once it is ready
 */
function startReplica(model) {
  const worker = new Worker(new URL('../ours-replica.js', import.meta.url), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ ...model, port: port1 }, [port1]);
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => resolve(port2));
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'no worker')));
  });
}
