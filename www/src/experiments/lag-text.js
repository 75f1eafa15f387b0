import { WorkerClient } from '../lib/worker-client.js';
import { DETAIL_CHARS } from '../inspection/selection.js';
import { taskOf } from '../texts/lag-tasks.js';

/**
 * Makes the text of a lag task, in a worker of its own.
 *
 * @param {import('./experiment-model.js').Loaders} loaders
 * @param {import('../shared/protocol.js').LagSource} source
 * @returns {Promise<import('../runs/draft.js').TaskText>} rejects when the model's code cannot be
 *   loaded, or the worker dies
 */
export async function makeTaskText({ createWorker, loadWasm }, source) {
  const wasm = await loadWasm();
  /** @type {WorkerClient<import('../worker/main.js').Engine, object>} */
  const client = new WorkerClient({ create: createWorker });
  client.start();
  try {
    const { text, recalled, bitsPerChar } = await client.remote.makeText({ wasm, source });
    const index = recalled.findLast((at) => at < DETAIL_CHARS) ?? recalled[0];
    return { ...taskOf(source), text, bitsPerChar, index };
  } finally {
    client.stop();
  }
}
