/** This project, as its page trains: whole windows, state carried, Adam, the gradient's norm clipped at 5. */

import init, { Playground, mulAddPeak } from '../../www/pkg/lstm_playground.js';
import wasm from '../../www/pkg/lstm_playground_bg.wasm?url';
import { alwaysShared } from '../../www/src/worker/speed-probe.js';
import { DataParallel } from '../../www/src/worker/data-parallel.js';

/** Milliseconds of one call: as the page's worker does. */
const SLICE = 40;

/**
 * @param {import('../windows.js').Job} job
 * @param {{workers: number}} option
 * @returns {Promise<import('../measure.js').Contender>}
 */
export async function prepare({ hidden, batch, seqLen, vocab, text }, { workers }) {
  const config = {
    hiddenSize: hidden,
    batchSize: batch,
    seqLen,
    optimizer: /** @type {const} */ ('adam'),
    gradClip: 5,
    // All of the text is trained on, so that every character is in it.
    validationFraction: 0,
  };
  await init({ module_or_path: wasm });
  const playground = new Playground(text, config);
  if (playground.textReport().distinctChars !== vocab) throw new Error('wrong vocabulary');
  if (workers > playground.shards()) throw new Error('not divided');
  // Also where one worker would be faster, which the page finds out.
  const team = new DataParallel(playground, () => {}, alwaysShared);
  for (let i = 1; i < workers; i++) team.add(await startHelper({ wasm, text, config }));
  const step = async () => (await team.trainFor(SLICE)).chars;
  // Of one core: of several it is not measured.
  return workers === 1 ? { step, peak: mulAddPeak } : { step };
}

/** @param {{wasm: string, text: string, config: object}} model @returns {Promise<MessagePort>} to the helper, when it is ready */
function startHelper(model) {
  const worker = new Worker(new URL('../ours-helper.js', import.meta.url), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ ...model, port: port1 }, [port1]);
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => resolve(port2));
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'no worker')));
  });
}
