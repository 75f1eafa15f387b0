import { nextTask } from '../lib/next-task.js';
import { AwaitedAnswers } from './awaited-answers.js';
import { longWork } from './long-work.js';
import { divide } from './step-division.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').PartialGradients} PartialGradients
 * @typedef {import('../../pkg/lstm_playground.js').Snapshot} Snapshot
 * @typedef {import('./step-division.js').Shards} Shards
 *
 * @typedef {Shards & {id: number}} Share the shards that a replica computes together with those
 *   below it
 *
 * @typedef {object} Order a message to a replica, which carries out its fields in this order
 * @property {Snapshot} [snapshot] to continue from
 * @property {PartialGradients} [total] the sum of all shards, which completes the step
 * @property {Share} [share] of the next step, to be computed
 *
 * @typedef {object} Answer
 * @property {number} id of the share
 * @property {number} size the number of workers that computed it
 * @property {PartialGradients} partialGradients
 *
 * @typedef {object} Replica
 * @property {number} id
 * @property {MessagePort} port
 * @property {'new' | 'in step' | 'late'} status a new one needs a checkpoint, a late one has to
 *   answer first
 * @property {number} size the number of workers of its last answer: it and those below it
 * @property {Share} [share] its last
 * @property {number} [answered] the last share that it answered in time
 * @property {PartialGradients} [spare] its last answer, whose arrays the next total fills
 *
 * @typedef {object} Division of a worker's shards
 * @property {number} id of the replicas' shares
 * @property {Shards} own
 * @property {Replica[]} replicas those with a share
 */

/**
 * The replicas directly below a worker, which share its steps. They may have replicas of their own,
 * so the workers form a tree: shares go down, sums of gradients go up, and the total goes down.
 */
export class Replicas {
  #playground;
  /** @type {Replica[]} in the order of their ids */
  #all = [];
  #answers = new AwaitedAnswers();
  #lastShare = 0;

  /** @param {Playground} playground of this worker */
  constructor(playground) {
    this.#playground = playground;
  }

  /** True without replicas. */
  get isEmpty() {
    return this.#all.length === 0;
  }

  /** The number of workers that share the steps: this one, and all that are in step below it. */
  get size() {
    return this.#inStep.reduce((sum, { size }) => sum + size, 1);
  }

  get #inStep() {
    return this.#all.filter(({ status }) => status === 'in step');
  }

  /**
   * @param {number} id
   * @param {MessagePort} port to a replica with the same text and settings
   */
  attach(id, port) {
    /** @type {Replica} */
    const replica = { id, port, status: 'new', size: 1 };
    port.onmessage = ({ data }) => this.#onAnswer(replica, data);
    // With these ids, the shards of a replica and those below it mostly are one node of the tree.
    this.#all = [...this.#all, replica].sort((a, b) => a.id - b.id);
  }

  /**
   * Stops waiting for a replica that has died.
   *
   * @param {number} id
   */
  detach(id) {
    const dead = this.#all.find((replica) => replica.id === id);
    if (!dead) return;
    this.#all = this.#all.filter((replica) => replica !== dead);
    dead.status = 'late';
    this.#answers.settle(dead);
  }

  /** Stops sharing. */
  clear() {
    this.#all = [];
  }

  /** Makes every replica wait for the next checkpoint, without the steps until then. */
  bringBack() {
    for (const replica of this.#inStep) replica.status = 'new';
  }

  /** Sends the checkpoint of this worker to the replicas that wait for it. */
  bringIn() {
    for (const replica of this.#all.filter(({ status }) => status === 'new')) {
      send(replica, { snapshot: this.#playground.snapshot() });
      replica.status = 'in step';
    }
  }

  /**
   * Orders the replicas' shares of a step.
   *
   * @param {Shards} shards of this worker and its replicas
   */
  order(shards) {
    const division = this.#divide(shards);
    for (const replica of division.replicas) send(replica, { share: replica.share });
    return division;
  }

  /**
   * Sends the replicas the sum of all shards, with which they update while this worker does, and in
   * the same message their shares of the next step, which saves them a wait.
   *
   * @param {Shards} [shards] of the next step
   * @returns {Division | undefined} of the next step
   */
  handOut(shards) {
    const division = shards && this.#divide(shards);
    // The last ones hand it on to others.
    for (const replica of this.#inStep.reverse()) {
      const total = this.#playground.partialGradients(replica.spare);
      replica.spare = undefined;
      send(replica, { total, share: division && replica.share }, buffers(total));
    }
    return division;
  }

  /**
   * Computes a step's shards of this worker, and adds those of the replicas; computes the shards of
   * a replica that has died or is late.
   *
   * @param {Division} division
   * @param {() => boolean} [isWanted] asked after every shard, in a task of its own; false abandons
   *   the step. For a division without replicas, whose answers would come too early
   * @returns {Promise<boolean>} false if the step was abandoned
   */
  async compute({ id, own, replicas }, isWanted) {
    const start = performance.now();
    this.#playground.discardShards(); // of an abandoned step
    if (isWanted) {
      for (let shard = own.first; shard < own.end; shard++) {
        this.#compute({ first: shard, end: shard + 1 });
        await nextTask();
        if (isWanted()) continue;
        this.#playground.discardShards();
        return false;
      }
      return true;
    }
    this.#compute(own);
    // Answers are handled only from here on, even those that arrived earlier.
    await this.#answers.of(
      id,
      replicas.filter((replica) => this.#all.includes(replica)),
    );
    const missing = replicas.filter(({ answered }) => answered !== id);
    for (const replica of missing) {
      replica.status = 'late';
      this.#compute(/** @type {Share} */ (replica.share));
    }
    if (missing.length === 0) this.#answers.addTime(performance.now() - start);
    return true;
  }

  /** @param {Shards} shards */
  #compute({ first, end }) {
    longWork.run('shard', end - first, () => this.#playground.computeShards(first, end));
  }

  /**
   * @param {Shards} shards
   * @returns {Division}
   */
  #divide(shards) {
    const id = ++this.#lastShare;
    const inStep = this.#inStep;
    const [own, ...others] = divide(
      shards,
      inStep.map(({ size }) => size),
    );
    inStep.forEach((replica, i) => {
      const isEmpty = others[i].first === others[i].end;
      replica.share = isEmpty ? undefined : { id, ...others[i] };
    });
    return { id, own, replicas: inStep.filter(({ share }) => share) };
  }

  /**
   * @param {Replica} replica
   * @param {Answer} answer
   */
  #onAnswer(replica, { id, size, partialGradients }) {
    replica.spare = partialGradients;
    // An answer to an abandoned step comes while the replica computes its next share.
    if (id !== replica.share?.id) return;
    if (!this.#answers.isAwaited(id) || replica.status !== 'in step') {
      replica.status = 'new'; // too late: it needs a checkpoint
      return;
    }
    this.#playground.addPartialGradients(partialGradients);
    replica.size = size;
    replica.answered = id;
    this.#answers.settle(replica);
  }
}

/**
 * @param {Replica} replica
 * @param {Order} order
 * @param {Transferable[]} [transfer]
 */
const send = ({ port }, order, transfer = []) => port.postMessage(order, transfer);

/**
 * The buffers that are transferred instead of copied.
 *
 * @param {PartialGradients} partialGradients
 */
export const buffers = ({ nodes, values }) => [nodes.buffer, values.buffer];
