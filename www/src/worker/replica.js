/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').PartialGradients} PartialGradients
 * @typedef {import('../../pkg/lstm_playground.js').Snapshot} Snapshot
 *
 * @typedef {object} Order to a replica, which does its parts in this order
 * @property {Snapshot} [snapshot] continue from here
 * @property {PartialGradients} [total] finish the step with this sum
 * @property {{id: number, first: number, end: number}} [share] compute these shards of the next
 *   step
 *
 * @typedef {{id: number, partialGradients: PartialGradients}} Answer to a share
 */

/**
 * The buffers that are transferred instead of copied.
 *
 * @param {PartialGradients} partialGradients
 */
export const buffers = ({ nodes, gradients, state }) => [
  nodes.buffer,
  gradients.buffer,
  state.buffer,
];

/**
 * Makes a replica, which does as the leading worker orders. Its model is at the same step as that
 * worker's, or one before.
 *
 * @param {Playground} playground
 * @param {MessagePort} port to the leading worker's DataParallel
 */
export function follow(playground, port) {
  port.onmessage = ({ data }) => {
    const { snapshot, share, total } = /** @type {Order} */ (data);
    if (snapshot) playground.restore(snapshot);
    if (total) finish(playground, total);
    if (share) {
      playground.discardShards(); // of a step that the leading worker gave up
      playground.computeShards(share.first, share.end);
      const partialGradients = playground.partialGradients();
      port.postMessage({ id: share.id, partialGradients }, buffers(partialGradients));
    }
  };
}

/**
 * @param {Playground} playground
 * @param {PartialGradients} total
 */
function finish(playground, total) {
  try {
    playground.finishStepWith(total);
  } catch (error) {
    // The leading worker has the same numbers, rolls back as well, and tells the page.
    if (/** @type {Error} */ (error).name !== 'NotFiniteError') throw error;
  }
}
