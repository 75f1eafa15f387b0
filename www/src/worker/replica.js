/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').PartialGradients} PartialGradients
 * @typedef {import('../../pkg/lstm_playground.js').Snapshot} Snapshot
 *
 * @typedef {object} Order what the leader wants of a helper; of several things in one order, this is their order
 * @property {Snapshot} [snapshot] go on from here
 * @property {PartialGradients} [total] finish the step with this
 * @property {{id: number, first: number, end: number}} [share] compute these shards of the next step
 *
 * @typedef {{id: number, partialGradients: PartialGradients}} Answer to a share
 */

/**
 * The buffers that need not be copied.
 *
 * @param {PartialGradients} partialGradients
 */
export const buffers = ({ nodes, gradients, state }) => [
  nodes.buffer,
  gradients.buffer,
  state.buffer,
];

/**
 * Does what a leader orders. The model stays at the same step as the leader's, or one before.
 *
 * @param {Playground} playground
 * @param {MessagePort} port to the leader's DataParallel
 */
export function follow(playground, port) {
  port.onmessage = ({ data }) => {
    const { snapshot, share, total } = /** @type {Order} */ (data);
    if (snapshot) playground.restore(snapshot);
    if (total) finish(playground, total);
    if (share) {
      playground.discardShards(); // of a step that the leader gave up
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
    // The leader has the same numbers, rolls back as this one did, and tells the page.
    if (/** @type {Error} */ (error).name !== 'NotFiniteError') throw error;
  }
}
