/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').PartialGradients} PartialGradients
 * @typedef {import('../../pkg/lstm_playground.js').Snapshot} Snapshot
 *
 * @typedef {object} Order a message to a replica, which carries out its fields in this order
 * @property {Snapshot} [snapshot] to continue from
 * @property {PartialGradients} [total] the sum that completes the step
 * @property {{id: number, first: number, end: number}} [share] the shards of the next step to
 *   compute
 *
 * @typedef {{id: number, partialGradients: PartialGradients}} Answer the gradients of a share
 */

/**
 * The buffers that are transferred instead of copied.
 *
 * @param {PartialGradients} partialGradients
 */
export const buffers = ({ nodes, values }) => [nodes.buffer, values.buffer];

/**
 * Makes this worker a replica, which carries out the leading worker's orders. Its model is at the
 * leading worker's step, or one before.
 *
 * @param {Playground} playground
 * @param {MessagePort} port to the leading worker's DataParallel
 */
export function follow(playground, port) {
  /** @type {PartialGradients | undefined} the last total, whose arrays the next answer fills */
  let spare;
  port.onmessage = ({ data }) => {
    const { snapshot, share, total } = /** @type {Order} */ (data);
    if (snapshot) playground.restore(snapshot);
    if (total) finish(playground, (spare = total));
    if (share) {
      playground.discardShards(); // of a step that the leading worker abandoned
      playground.computeShards(share.first, share.end);
      const partialGradients = playground.partialGradients(spare);
      spare = undefined;
      port.postMessage({ id: share.id, partialGradients }, buffers(partialGradients));
    }
  };
}

/**
 * @param {Playground} playground
 * @param {PartialGradients} total
 */
function finish(playground, total) {
  playground.setTotal(total);
  try {
    playground.finishStep();
  } catch (error) {
    // The leading worker has the same numbers, also rolls back, and reports it to the page.
    if (/** @type {Error} */ (error).name !== 'NotFiniteError') throw error;
  }
}
