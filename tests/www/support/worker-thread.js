/** Runs www/src/worker/main.js in a thread of Node, and dies as a test asks it to. */

import { parentPort } from 'node:worker_threads';
import { Playground } from '../../../www/pkg/lstm_playground.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

/** @type {Record<string, () => void>} */
const deaths = {
  error: () =>
    setTimeout(() => {
      throw new Error('its legs gave way');
    }),
  // Every slice of training reads the clock.
  trap() {
    performance.now = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
  },
  // The copy of the next checkpoint never completes.
  copy() {
    Playground.prototype.copyCheckpoint = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
  },
};

// The global scope of a worker of the page.
Object.assign(globalThis, {
  self: globalThis,
  /**
   * @param {unknown} message
   * @param {import('node:worker_threads').TransferListItem[]} transfer
   */
  postMessage: (message, transfer) => port.postMessage(message, transfer),
  /**
   * @param {string} _
   * @param {(event: {data: unknown}) => void} listen
   */
  addEventListener: (_, listen) =>
    port.on('message', (data) => {
      if ('die' in data) deaths[data.die]();
      else listen({ data });
    }),
});

await import('../../../www/src/worker/main.js');
