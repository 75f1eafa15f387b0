import { buffers } from './helper.js';
import { Pace } from './pace.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport
 * @typedef {import('../../pkg/lstm_playground.js').Contribution} Contribution
 * @typedef {import('./helper.js').Order} Order
 * @typedef {import('./helper.js').Answer} Answer
 *
 * @typedef {object} Member
 * @property {(order: Order, transfer?: Transferable[]) => void} send
 * @property {'new' | 'in step' | 'late'} status a late one gets no share until it has said something
 * @property {Contribution} [contribution] to the step that is being computed
 *
 * @typedef {object} Task how a step is divided
 * @property {number} id
 * @property {Member[]} helpers
 * @property {{id: number, first: number, end: number}[]} shares of each helper, and of this worker
 */

/** How long a share may take: a helper that needs longer is not waited for, and its share is computed here. */
const LEAST_PATIENCE = 1000;
const STEPS_OF_PATIENCE = 10;

/**
 * Shares training steps with other workers that follow this one. Each step, a helper gets some shards of the batch; their
 * gradients are summed in an order that does not depend on who computed them, and every worker makes the same update.
 */
export class Team {
  #playground;
  #onAlone;
  #newPace;
  #pace;
  /** @type {Member[]} */
  #members = [];
  /** The steps asked for last; the next ones wait for them. @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** @type {{id: number, missing: Set<Member>, resolve: () => void} | undefined} */
  #awaited;
  /** The next step, when its shares are ordered already. @type {Task | undefined} */
  #ahead;
  #id = 0;
  #slowest = 0;

  /**
   * @param {Playground} playground
   * @param {() => void} onAlone called when it was found that helpers only hold the training up; they are not used again
   * @param {() => Pick<Pace, 'isShared' | 'isKnown' | 'add'>} [newPace]
   */
  constructor(playground, onAlone, newPace = () => new Pace()) {
    this.#playground = playground;
    this.#onAlone = onAlone;
    this.#newPace = newPace;
    this.#pace = newPace();
  }

  /** Workers that the steps are shared with, this one included. */
  get size() {
    return 1 + this.#members.filter(isInStep).length;
  }

  /** @param {MessagePort} port to a worker that follows, with the same text and settings */
  add(port) {
    /** @type {Member} */
    const member = {
      send: (order, transfer = []) => port.postMessage(order, transfer),
      status: 'new',
    };
    port.onmessage = ({ data }) => this.#hear(member, data);
    this.#members.push(member);
    this.#pace = this.#newPace();
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
    const deadline = performance.now() + milliseconds;
    let report = await this.#step(deadline);
    while (this.#ahead || performance.now() < deadline) {
      report = joined(report, await this.#step(deadline));
    }
    return report;
  }

  /** @param {number} deadline after which no other step follows, unless its shares are ordered already */
  async #step(deadline) {
    const start = performance.now();
    const team = this.#ready();
    const task = this.#ahead ?? this.#divide(this.#pace.isShared ? team : []);
    if (!this.#ahead) task.helpers.forEach(({ send }, i) => send({ share: task.shares[i] }));
    this.#ahead = undefined;
    await this.#compute(task);
    const isSettled = this.#pace.isKnown && this.#pace.isShared;
    // Among those who get this step's sum: who comes now comes into step with the next one.
    if (isSettled && performance.now() < deadline)
      this.#ahead = this.#divide(team.filter(isInStep));
    this.#handOut(team);
    try {
      return this.#playground.finishStep();
    } catch (error) {
      this.#ahead = undefined;
      throw error;
    } finally {
      if (team.length > 0) this.#measure(start);
      if (this.#pace.isKnown && !this.#pace.isShared) this.#dismiss();
    }
  }

  /**
   * Gives the sum of all shards to the members, which make the same update while this worker does; and their shares of the
   * next step with it, so that they need not wait for the order.
   *
   * @param {Member[]} team
   */
  #handOut(team) {
    if (team.length === 0) return;
    const total = this.#playground.contribution();
    const { helpers = [], shares = [] } = this.#ahead ?? {};
    team.forEach((member, i) => {
      const share = shares[helpers.indexOf(member)];
      // The last one can have the sum; the others get copies.
      member.send({ total, share }, i === team.length - 1 ? buffers(total) : []);
    });
  }

  /** The members that are in step with this worker; new ones are brought there. */
  #ready() {
    for (const member of this.#members) {
      if (member.status !== 'new') continue;
      member.send({ snapshot: this.#playground.snapshot() });
      member.status = 'in step';
    }
    return this.#members.filter(isInStep);
  }

  /** @param {Member[]} members who get a share each, as this worker does, as far as there are shards @returns {Task} */
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
      if (member.contribution) this.#playground.addContribution(member.contribution);
      else this.#playground.computeShards(shares[i].first, shares[i].end);
      if (!member.contribution) member.status = 'late';
      member.contribution = undefined;
    });
  }

  /** @param {number} id @param {Member[]} busy @returns {Promise<void>} settles when they have answered, or had the time to */
  #answers(id, busy) {
    if (busy.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const patience = Math.max(LEAST_PATIENCE, STEPS_OF_PATIENCE * this.#slowest);
      const timer = setTimeout(resolve, patience);
      const finish = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#awaited = { id, missing: new Set(busy), resolve: finish };
    });
  }

  /** @param {Member} member @param {Answer} answer */
  #hear(member, { id, contribution }) {
    if (this.#awaited?.id !== id || member.status !== 'in step') {
      member.status = 'new'; // too late: it has to be brought in step again
      return;
    }
    member.contribution = contribution;
    this.#awaited.missing.delete(member);
    if (this.#awaited.missing.size === 0) this.#awaited.resolve();
  }

  /** @param {number} start of a step */
  #measure(start) {
    const elapsed = performance.now() - start;
    this.#slowest = Math.max(this.#slowest, elapsed);
    this.#pace.add(elapsed);
  }

  #dismiss() {
    this.#members = [];
    this.#onAlone();
  }
}

/** @param {Member} member */
const isInStep = ({ status }) => status === 'in step';

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
