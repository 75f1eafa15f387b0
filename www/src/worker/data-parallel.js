import { AwaitedAnswers } from './awaited-answers.js';
import { joined } from './joined-reports.js';
import { buffers } from './replica.js';
import { SpeedProbe } from './speed-probe.js';
import { divide } from './step-division.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport
 * @typedef {import('../../pkg/lstm_playground.js').PartialGradients} PartialGradients
 * @typedef {import('./replica.js').Order} Order
 * @typedef {import('./replica.js').Answer} Answer
 * @typedef {import('./step-division.js').Division} Division
 *
 * @typedef {Pick<SpeedProbe, 'isShared' | 'isKnown' | 'add'>} AnySpeedProbe
 *
 * @typedef {object} Replica
 * @property {number} id
 * @property {(order: Order, transfer?: Transferable[]) => void} send
 * @property {'new' | 'in step' | 'late'} status a new one needs a checkpoint, a late one has to
 *   answer first
 * @property {number} [shareId] of its last share
 * @property {PartialGradients} [answer] to its share of the current step
 * @property {PartialGradients} [spare] its last answer, whose arrays the next total fills
 */

/**
 * Shares training steps with replicas. In each step a replica gets some shards of the batch; the
 * gradients are summed in an order that does not depend on who computed them, and all workers make
 * the same update.
 */
export class DataParallel {
  #playground;
  #onNotShared;
  #newSpeedProbe;
  #speedProbe;
  /** @type {Replica[]} */
  #replicas = [];
  /** @type {Promise<unknown>} the last call of `trainFor`, which the next one waits for */
  #last = Promise.resolve();
  #answers = new AwaitedAnswers();
  /** @type {Division | undefined} the next step, once its shares are ordered */
  #ahead;
  #lastId = 0;
  #isStopped = false;

  /**
   * @param {Playground} playground
   * @param {() => void} onNotShared called when replicas only slow the training down, and are no
   *   longer used
   * @param {() => AnySpeedProbe} [newSpeedProbe]
   */
  constructor(playground, onNotShared, newSpeedProbe = () => new SpeedProbe()) {
    this.#playground = playground;
    this.#onNotShared = onNotShared;
    this.#newSpeedProbe = newSpeedProbe;
    this.#speedProbe = newSpeedProbe();
  }

  /** The number of workers that share the steps, this one included. */
  get size() {
    return 1 + this.#replicas.filter(isInStep).length;
  }

  /** Resolves when no step is being computed. */
  get idle() {
    return this.#last;
  }

  /** Brings the replicas to the checkpoint of this worker before the next step. */
  bringBack() {
    for (const replica of this.#replicas.filter(isInStep)) replica.status = 'new';
  }

  /** Ends `trainFor` after the current step, and the next one if its shares are already ordered. */
  stop() {
    this.#isStopped = true;
  }

  /**
   * @param {number} id
   * @param {MessagePort} port to a replica with the same text and settings
   */
  attach(id, port) {
    /** @type {Replica} */
    const replica = {
      id,
      send: (order, transfer = []) => port.postMessage(order, transfer),
      status: 'new',
    };
    port.onmessage = ({ data }) => this.#onAnswer(replica, data);
    this.#replicas.push(replica);
    this.#speedProbe = this.#newSpeedProbe();
  }

  /**
   * Stops waiting for a replica that has died.
   *
   * @param {number} id
   */
  detach(id) {
    const dead = this.#replicas.find((replica) => replica.id === id);
    if (!dead) return;
    this.#replicas = this.#replicas.filter((replica) => replica !== dead);
    this.#answers.settle(dead);
  }

  /**
   * Makes as many steps as fit into `milliseconds`, at least one, reported as one.
   *
   * @param {number} milliseconds
   * @returns {Promise<StepReport>} rejects with `NotFiniteError` after a rollback
   */
  trainFor(milliseconds) {
    const run = this.#last.then(() => this.#train(milliseconds));
    this.#last = run.catch(() => {}); // the next call does not depend on it
    return run;
  }

  /** @param {number} milliseconds */
  async #train(milliseconds) {
    if (this.#replicas.length === 0) return this.#playground.trainFor(milliseconds);
    this.#isStopped = false;
    const deadline = performance.now() + milliseconds;
    let report = await this.#step(deadline);
    while (this.#ahead || (!this.#isStopped && performance.now() < deadline)) {
      report = joined(report, await this.#step(deadline));
    }
    return report;
  }

  /** @param {number} deadline after which only a step whose shares are already ordered follows */
  async #step(deadline) {
    const isShared = this.#ahead !== undefined || this.#speedProbe.isShared;
    const inStep = isShared ? this.#bringInStep() : [];
    const start = performance.now();
    const division = this.#ahead ?? this.#order(this.#divide(inStep));
    this.#ahead = undefined;
    await this.#compute(division);
    const isSettled = this.#speedProbe.isKnown && this.#speedProbe.isShared;
    // A replica that joins during the step gets the next checkpoint, not this step's sum.
    const followers = inStep.filter((one) => isInStep(one) && this.#replicas.includes(one));
    if (isSettled && !this.#isStopped && performance.now() < deadline) {
      this.#ahead = this.#divide(followers);
    }
    this.#handOut(followers);
    try {
      return this.#playground.finishStep();
    } catch (error) {
      this.#ahead = undefined;
      throw error;
    } finally {
      // The replicas have missed a step that was not shared.
      if (!isShared) this.bringBack();
      if (this.#replicas.length > 0) {
        const elapsed = performance.now() - start;
        this.#speedProbe.add(elapsed);
        const count = division.replicas.length;
        if (count > 0 && followers.length === count) this.#answers.addTime(elapsed);
      }
      if (this.#speedProbe.isKnown && !this.#speedProbe.isShared) {
        this.#replicas = [];
        this.#onNotShared();
      }
    }
  }

  /**
   * Sends the replicas the sum of all shards, with which they update while this worker does, and
   * their shares of the next step in the same order, which saves them a wait.
   *
   * @param {Replica[]} replicas
   */
  #handOut(replicas) {
    for (const replica of replicas) {
      const share = this.#ahead?.shares[this.#ahead.replicas.indexOf(replica)];
      const total = this.#playground.partialGradients(replica.spare);
      replica.spare = undefined;
      order(replica, { total, share }, buffers(total));
    }
  }

  /** @returns {Replica[]} all that are in step, after a checkpoint was sent to the new ones */
  #bringInStep() {
    for (const replica of this.#replicas) {
      if (replica.status !== 'new') continue;
      order(replica, { snapshot: this.#playground.snapshot() });
      replica.status = 'in step';
    }
    return this.#replicas.filter(isInStep);
  }

  /** @param {Replica[]} inStep */
  #divide(inStep) {
    return divide(++this.#lastId, this.#playground.shards(), inStep);
  }

  /** @param {Division} division */
  #order(division) {
    division.replicas.forEach((replica, i) => order(replica, { share: division.shares[i] }));
    return division;
  }

  /** @param {Division} division */
  async #compute({ id, replicas, shares }) {
    this.#playground.discardShards(); // of an abandoned step
    const { first, end } = shares[replicas.length];
    this.#playground.computeShards(first, end);
    // Answers are handled only from here on, even those that arrived earlier.
    const attached = replicas.filter((replica) => this.#replicas.includes(replica));
    await this.#answers.of(id, attached);
    replicas.forEach((replica, i) => {
      if (replica.answer) this.#playground.addPartialGradients(replica.answer);
      else this.#playground.computeShards(shares[i].first, shares[i].end);
      // A replica that is new again has answered too late.
      if (!replica.answer && isInStep(replica)) replica.status = 'late';
      replica.spare = replica.answer;
      replica.answer = undefined;
    });
  }

  /**
   * @param {Replica} replica
   * @param {Answer} answer
   */
  #onAnswer(replica, { id, partialGradients }) {
    // An answer to an abandoned step comes while the replica computes its next share.
    if (id !== replica.shareId) return;
    if (!this.#answers.isAwaited(id) || !isInStep(replica)) {
      replica.status = 'new'; // too late: it needs a checkpoint
      return;
    }
    replica.answer = partialGradients;
    this.#answers.settle(replica);
  }
}

/** @param {Replica} replica */
const isInStep = ({ status }) => status === 'in step';

/**
 * @param {Replica} replica
 * @param {Order} order
 * @param {Transferable[]} [transfer]
 */
function order(replica, order, transfer) {
  if (order.share) replica.shareId = order.share.id;
  replica.send(order, transfer);
}
