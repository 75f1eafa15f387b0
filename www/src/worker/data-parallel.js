import { median } from '../lib/median.js';
import { buffers } from './replica.js';
import { SpeedProbe } from './speed-probe.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport
 * @typedef {import('../../pkg/lstm_playground.js').PartialGradients} PartialGradients
 * @typedef {import('./replica.js').Order} Order
 * @typedef {import('./replica.js').Answer} Answer
 *
 * @typedef {Pick<SpeedProbe, 'isShared' | 'isKnown' | 'add'>} AnySpeedProbe
 *
 * @typedef {object} Replica
 * @property {number} id
 * @property {(order: Order, transfer?: Transferable[]) => void} send
 * @property {'new' | 'in step' | 'late'} status a new one has to be brought in step, a late one to answer first
 * @property {number} [owes] the share that it was given last
 * @property {PartialGradients} [partialGradients] to the step that is being computed
 *
 * @typedef {object} Task how a step is divided
 * @property {number} id
 * @property {Replica[]} helpers
 * @property {{id: number, first: number, end: number}[]} shares of each helper, and of this worker
 */

/** How long a share may take: a helper that needs longer is not waited for, and its share is computed here. */
const LEAST_PATIENCE = 1000;
const STEPS_OF_PATIENCE = 10;
/** Shared steps whose times are remembered. */
const REMEMBERED = 15;

/**
 * Shares training steps with other workers that follow this one. Each step, a helper gets some shards of the batch; their
 * gradients are summed in an order that does not depend on who computed them, and every worker makes the same update.
 */
export class DataParallel {
  #playground;
  #onAlone;
  #newSpeedProbe;
  #pace;
  /** @type {Replica[]} */
  #members = [];
  /** The steps asked for last; the next ones wait for them. @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** @type {{id: number, missing: Set<Replica>, resolve: () => void} | undefined} */
  #awaited;
  /** The next step, when its shares are ordered already. @type {Task | undefined} */
  #ahead;
  #id = 0;
  #isStopped = false;
  /** Milliseconds of the last shared steps that everybody answered. */
  #times = /** @type {number[]} */ ([]);

  /**
   * @param {Playground} playground
   * @param {() => void} onAlone called when it was found that helpers only hold the training up; they are not used again
   * @param {() => AnySpeedProbe} [newSpeedProbe]
   */
  constructor(playground, onAlone, newSpeedProbe = () => new SpeedProbe()) {
    this.#playground = playground;
    this.#onAlone = onAlone;
    this.#newSpeedProbe = newSpeedProbe;
    this.#pace = newSpeedProbe();
  }

  /** Workers that the steps are shared with, this one included. */
  get size() {
    return 1 + this.#members.filter(isInStep).length;
  }

  /** This worker has gone back to an earlier step: the others follow. */
  bringBack() {
    this.#members.filter(isInStep).forEach((member) => (member.status = 'new'));
  }

  /** Resolves when the steps asked for last are done. */
  get idle() {
    return this.#last;
  }

  /** Of the steps that are asked for, only the one on its way is done, and one whose shares are ordered. */
  stop() {
    this.#isStopped = true;
  }

  /**
   * @param {MessagePort} port to a worker that follows, with the same text and settings
   * @param {number} [id] to remove it by
   */
  add(port, id = NaN) {
    /** @type {Replica} */
    const member = {
      id,
      send: (order, transfer = []) => port.postMessage(order, transfer),
      status: 'new',
    };
    port.onmessage = ({ data }) => this.#hear(member, data);
    this.#members.push(member);
    this.#pace = this.#newSpeedProbe();
  }

  /**
   * A member that has died is not waited for.
   *
   * @param {number} id
   */
  remove(id) {
    const gone = this.#members.find((member) => member.id === id);
    if (!gone) return;
    this.#members = this.#members.filter((member) => member !== gone);
    this.#answered(gone);
  }

  /**
   * As many steps as fit into `milliseconds`, at least one, reported as one.
   *
   * @param {number} milliseconds
   * @returns {Promise<StepReport>} rejects with `NotFiniteError` after the last good weights were restored
   */
  trainFor(milliseconds) {
    const run = this.#last.then(() => this.#train(milliseconds));
    this.#last = run.catch(() => {}); // the next steps do not care
    return run;
  }

  /** @param {number} milliseconds */
  async #train(milliseconds) {
    if (this.#members.length === 0) return this.#playground.trainFor(milliseconds);
    this.#isStopped = false;
    const deadline = performance.now() + milliseconds;
    let report = await this.#step(deadline);
    while (this.#ahead || (!this.#isStopped && performance.now() < deadline)) {
      report = joined(report, await this.#step(deadline));
    }
    return report;
  }

  /** @param {number} deadline after which no other step follows, unless its shares are ordered already */
  async #step(deadline) {
    const isShared = this.#ahead !== undefined || this.#pace.isShared;
    const team = isShared ? this.#bringInStep() : [];
    const start = performance.now();
    const task = this.#ahead ?? this.#divide(team);
    if (!this.#ahead) task.helpers.forEach((member, i) => order(member, { share: task.shares[i] }));
    this.#ahead = undefined;
    await this.#compute(task);
    const isSettled = this.#pace.isKnown && this.#pace.isShared;
    // Among those who get this step's sum: who comes now comes into step with the next one.
    const others = team.filter((member) => isInStep(member) && this.#members.includes(member));
    if (isSettled && !this.#isStopped && performance.now() < deadline)
      this.#ahead = this.#divide(others);
    this.#handOut(others);
    try {
      return this.#playground.finishStep();
    } catch (error) {
      this.#ahead = undefined;
      throw error;
    } finally {
      // They heard nothing of this one.
      if (!isShared) this.bringBack();
      if (this.#members.length > 0) {
        const isTypical = task.helpers.length > 0 && others.length === task.helpers.length;
        this.#measure(start, isTypical);
      }
      if (this.#pace.isKnown && !this.#pace.isShared) this.#dismiss();
    }
  }

  /**
   * Gives the sum of all shards to the members, which make the same update while this worker does; and their shares of the
   * next step with it, so that they need not wait for the order.
   *
   * @param {Replica[]} team
   */
  #handOut(team) {
    if (team.length === 0) return;
    const total = this.#playground.partialGradients();
    const { helpers = [], shares = [] } = this.#ahead ?? {};
    team.forEach((member, i) => {
      const share = shares[helpers.indexOf(member)];
      // The last one can have the sum; the others get copies.
      order(member, { total, share }, i === team.length - 1 ? buffers(total) : []);
    });
  }

  /** The members that are in step with this worker; new ones are brought there. */
  #bringInStep() {
    for (const member of this.#members) {
      if (member.status !== 'new') continue;
      order(member, { snapshot: this.#playground.snapshot() });
      member.status = 'in step';
    }
    return this.#members.filter(isInStep);
  }

  /**
   * @param {Replica[]} members who get a share each, as this worker does, as far as there are shards
   * @returns {Task}
   */
  #divide(members) {
    const shards = this.#playground.shards();
    const helpers = members.slice(0, shards - 1);
    const workers = helpers.length + 1;
    /** @param {number} worker */
    const first = (worker) => Math.floor((worker * shards) / workers);
    const id = ++this.#id;
    const shares = [...helpers, this].map((_, i) => ({ id, first: first(i), end: first(i + 1) }));
    return { id, helpers, shares };
  }

  /** @param {Task} task */
  async #compute({ id, helpers, shares }) {
    this.#playground.discardShards(); // what it computed for another one that led
    const { first, end } = shares[helpers.length];
    this.#playground.computeShards(first, end);
    await this.#answers(id, helpers); // they could not be heard before, however early they were
    helpers.forEach((member, i) => {
      if (member.partialGradients) this.#playground.addPartialGradients(member.partialGradients);
      else this.#playground.computeShards(shares[i].first, shares[i].end);
      // One that is here again by now has answered too late.
      if (!member.partialGradients && isInStep(member)) member.status = 'late';
      member.partialGradients = undefined;
    });
  }

  /**
   * @param {number} id
   * @param {Replica[]} busy
   * @returns {Promise<void>} settles when they have answered, or had the time to
   */
  #answers(id, busy) {
    const missing = new Set(busy.filter((member) => this.#members.includes(member)));
    if (missing.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const usual = this.#times.length > 0 ? median(this.#times) : 0;
      const patience = Math.max(LEAST_PATIENCE, STEPS_OF_PATIENCE * usual);
      const timer = setTimeout(resolve, patience);
      const finish = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#awaited = { id, missing, resolve: finish };
    });
  }

  /**
   * @param {Replica} member
   * @param {Answer} answer
   */
  #hear(member, { id, partialGradients }) {
    if (id !== member.owes) return; // of a step that was given up, when another share is on its way
    if (this.#awaited?.id !== id || !isInStep(member)) {
      member.status = 'new'; // too late: it has to be brought in step again
      return;
    }
    member.partialGradients = partialGradients;
    this.#answered(member);
  }

  /** @param {Replica} member of whom nothing more is to come for this step */
  #answered(member) {
    const { missing, resolve } = this.#awaited ?? {};
    if (missing?.delete(member) && missing.size === 0) resolve?.();
  }

  /**
   * @param {number} start of a step
   * @param {boolean} isTypical nobody was missing
   */
  #measure(start, isTypical) {
    const elapsed = performance.now() - start;
    this.#pace.add(elapsed);
    if (isTypical) this.#times = [...this.#times, elapsed].slice(-REMEMBERED);
  }

  #dismiss() {
    this.#members = [];
    this.#onAlone();
  }
}

/** @param {Replica} member */
const isInStep = ({ status }) => status === 'in step';

/**
 * @param {Replica} member
 * @param {Order} order
 * @param {Transferable[]} [transfer]
 */
function order(member, order, transfer) {
  if (order.share) member.owes = order.share.id;
  member.send(order, transfer);
}

/**
 * Two reports as one.
 *
 * @param {StepReport} first
 * @param {StepReport} next
 * @returns {StepReport}
 */
function joined(first, next) {
  const chars = first.chars + next.chars;
  /** @param {'loss' | 'bitsPerChar'} name */
  const mean = (name) => (first[name] * first.chars + next[name] * next.chars) / chars;
  return { ...next, chars, loss: mean('loss'), bitsPerChar: mean('bitsPerChar') };
}
