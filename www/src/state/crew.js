import { WorkerClient } from '../lib/worker-client.js';
import { Push, Request } from '../shared/protocol.js';

/** @typedef {import('../shared/protocol.js').CreateRequest} CreateRequest */

/**
 * The workers of one model: one that leads, which all requests go to, and others that share its training. When it dies,
 * the one of them that knows the most steps takes its place.
 */
export class Crew {
  #createWorker;
  #on;
  /** @type {WorkerClient} */
  #leader;
  /** @type {Set<WorkerClient>} those that can take over */
  #helpers = new Set();
  #allowedSilence = 0;
  /** Optimiser updates that the leading worker has told of. */
  #steps = 0;

  /**
   * @param {object} options
   * @param {() => Worker} options.createWorker
   * @param {(name: string, value: any) => void} options.onPush from the one that leads
   * @param {() => void} options.onSuccession called when another one leads, which has not been told to train
   * @param {(reason: string) => void} options.onDeath called when there is none left that could go on
   */
  constructor({ createWorker, ...on }) {
    this.#createWorker = createWorker;
    this.#on = on;
    this.#leader = this.#hire();
  }

  /** Milliseconds without a word after which a worker counts as dead. @param {number} milliseconds */
  set allowedSilence(milliseconds) {
    this.#allowedSilence = milliseconds;
    for (const client of [this.#leader, ...this.#helpers]) client.allowedSilence = milliseconds;
  }

  /** Starts the worker that leads. */
  start() {
    this.#leader.start();
  }

  /** @param {string} type @param {unknown} [payload] @returns {Promise<any>} */
  request(type, payload) {
    return this.#leader.request(type, payload);
  }

  /**
   * Starts workers that share the training, each as soon as it has the model.
   *
   * @param {number} count
   * @param {CreateRequest} request which the leading worker's model was made by
   */
  enlist(count, request) {
    for (let i = 0; i < count; i++) {
      const helper = this.#hire();
      this.#helpers.add(helper);
      helper.start();
      helper
        .request(Request.create, request)
        .then(() => this.#connect(helper))
        .catch(() => this.#lose(helper, 'it has no model'));
    }
  }

  /** Ends every worker; what waits for one rejects with an `AbortError`. */
  stop() {
    this.#leader.stop();
    this.#dismiss();
  }

  #hire() {
    /** @type {WorkerClient} */
    const client = new WorkerClient({
      create: this.#createWorker,
      onPush: (name, value) => client === this.#leader && this.#hear(name, value),
      onDeath: (reason) => this.#lose(client, reason),
    });
    client.allowedSilence = this.#allowedSilence;
    return client;
  }

  /** @param {WorkerClient} helper */
  async #connect(helper) {
    const { port1, port2 } = new MessageChannel();
    await helper.request(Request.follow, port1, [port1]);
    if (this.#helpers.has(helper)) await this.#leader.request(Request.lead, port2, [port2]);
  }

  /** @param {string} name @param {any} value */
  #hear(name, value) {
    if (name === Push.progress) this.#steps = value.step;
    if (name === Push.alone) this.#dismiss();
    else this.#on.onPush(name, value);
  }

  #dismiss() {
    for (const helper of this.#helpers) helper.stop();
    this.#helpers.clear();
  }

  /** @param {WorkerClient} client @param {string} reason */
  #lose(client, reason) {
    client.stop();
    // One that helped is not missed: the leading one sees that it does not answer.
    if (!this.#helpers.delete(client) && client === this.#leader) this.#replaceLeader(reason);
  }

  /** @param {string} reason why there is none */
  async #replaceLeader(reason) {
    const helpers = [...this.#helpers];
    if (helpers.length === 0) return this.#on.onDeath(reason);
    const steps = await Promise.all(
      helpers.map((helper) => helper.request(Request.release).catch(() => -1)),
    );
    const most = Math.max(...steps);
    // The last step may be on its way to it; one that was not in step yet would begin anew.
    if (most < Math.max(0, this.#steps - 1)) return this.#on.onDeath(reason);
    this.#leader = helpers[steps.indexOf(most)];
    this.#helpers.delete(this.#leader);
    this.#on.onSuccession();
    for (const helper of this.#helpers) this.#connect(helper).catch(() => {}); // one of both has died
  }
}
