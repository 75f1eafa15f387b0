import { WorkerClient } from '../lib/worker-client.js';
import { Request } from '../shared/protocol.js';
import { SHOWN } from '../inspection/selection.js';

/**
 * Has a text made in which something has to be remembered, by a worker of its own.
 *
 * @param {import('./experiment-model.js').Engine} engine
 * @param {import('../shared/protocol.js').LagSource} source
 * @returns {Promise<import('../runs/draft.js').TaskText>} rejects when the model's code cannot be loaded, or the worker dies
 */
export async function makeTaskText({ createWorker, loadWasm }, source) {
  const wasm = await loadWasm();
  const client = new WorkerClient({ create: createWorker, onPush() {}, onDeath() {} });
  client.start();
  try {
    /** @type {import('../../pkg/lstm_playground.js').LagText} */
    const made = await client.request(Request.makeText, { wasm, source });
    const { text, recalled, bitsPerChar } = made;
    return {
      source,
      text,
      bitsPerChar,
      index: recalled.findLast((at) => at < SHOWN) ?? recalled[0],
    };
  } finally {
    client.stop();
  }
}
