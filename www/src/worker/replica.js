import { OneByOne } from '../lib/one-by-one.js';
import { longWork } from './long-work.js';
import { buffers } from './replicas.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').PartialGradients} PartialGradients
 * @typedef {import('./replicas.js').Replicas} Replicas
 * @typedef {import('./replicas.js').Order} Order
 * @typedef {import('./replicas.js').Answer} Answer
 */

/**
 * A worker as a replica: it carries out the orders of the worker above, together with the replicas
 * below. Its model is at the step of the worker above, or one before.
 */
export class Replica {
  #playground;
  #replicas;
  #orders = new OneByOne();
  /** @type {MessagePort | undefined} */
  #port;
  /** @type {PartialGradients | undefined} the last total, whose arrays the next answer fills */
  #spare;

  /**
   * @param {Playground} playground
   * @param {Replicas} replicas below this worker
   */
  constructor(playground, replicas) {
    this.#playground = playground;
    this.#replicas = replicas;
  }

  /**
   * Follows another worker from now on.
   *
   * @param {MessagePort} port to its `Replicas`
   */
  follow(port) {
    if (this.#port) this.#port.onmessage = null;
    this.#port = port;
    port.onmessage = ({ data }) =>
      this.#orders
        .run(() => this.#obey(data, port))
        // An error, so that the page ends this worker.
        .catch((error) =>
          setTimeout(() => {
            throw error;
          }),
        );
  }

  /**
   * @param {Order} order
   * @param {MessagePort} port for the answer
   */
  async #obey({ snapshot, total, share }, port) {
    const [playground, replicas] = [this.#playground, this.#replicas];
    if (snapshot) {
      longWork.run('pass', 1, () => playground.restore(snapshot));
      replicas.bringBack();
    }
    let division;
    if (total) {
      playground.setTotal(total);
      this.#spare = total;
      division = replicas.handOut(share);
      this.#finishStep();
    }
    if (!share) return;
    replicas.bringIn();
    await replicas.compute(division ?? replicas.order(share));
    const partialGradients = playground.partialGradients(this.#spare);
    this.#spare = undefined;
    /** @type {Answer} */
    const answer = { id: share.id, size: replicas.size, partialGradients };
    port.postMessage(answer, buffers(partialGradients));
  }

  #finishStep() {
    try {
      longWork.run('pass', 1, () => this.#playground.finishStep());
    } catch (error) {
      // The leading worker has the same numbers, also rolls back, and reports it to the page.
      if (/** @type {Error} */ (error).name !== 'NotFiniteError') throw error;
    }
  }
}
