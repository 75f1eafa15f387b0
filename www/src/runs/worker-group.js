import { WorkerClient } from '../lib/worker-client.js';
import { Push, Request } from '../shared/protocol.js';

/** @typedef {import('../shared/protocol.js').CreateRequest} CreateRequest */

/**
 * @typedef {object} Helper
 * @property {number} id
 * @property {WorkerClient} client
 * @property {boolean} isMade whether it has the model
 */

/**
 * The workers of one model: one that leads, which all requests go to, and others that share its training. When it dies,
 * the one of them that knows the most steps takes its place.
 */
export class WorkerGroup {
  #createWorker;
  #on;
  /** @type {WorkerClient} */
  #leader;
  /** While none leads: settles when one does. @type {Promise<void> | undefined} */
  #led;
  /** @type {Set<Helper>} */
  #helpers = new Set();
  #lastId = 0;
  #heartbeatTimeout = 0;
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
  set heartbeatTimeout(milliseconds) {
    this.#heartbeatTimeout = milliseconds;
    for (const client of [this.#leader, ...this.#clients]) client.heartbeatTimeout = milliseconds;
  }

  /** Starts the worker that leads. */
  start() {
    this.#leader.start();
  }

  /** @param {string} type @param {unknown} [payload] @returns {Promise<any>} */
  async request(type, payload) {
    if (this.#led) await this.#led;
    try {
      const answer = await this.#leader.request(type, payload);
      if (type === Request.step) this.#steps = answer.step;
      if (type === Request.goBack) this.#steps = answer;
      return answer;
    } catch (error) {
      if (type === Request.step) this.#steps = 0; // numbers that were not finite took it back
      throw error;
    }
  }

  /**
   * Starts workers that share the training, each as soon as it has the model.
   *
   * @param {number} count
   * @param {CreateRequest} request which the leading worker's model was made by
   */
  enlist(count, request) {
    for (let i = 0; i < count; i++) {
      const helper = { id: ++this.#lastId, client: this.#hire(), isMade: false };
      this.#helpers.add(helper);
      helper.client.start();
      helper.client.request(Request.create, request).then(
        () => {
          helper.isMade = true;
          return this.#connect(helper);
        },
        () => this.#lose(helper.client, 'it has no model'),
      );
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
    client.heartbeatTimeout = this.#heartbeatTimeout;
    return client;
  }

  get #clients() {
    return [...this.#helpers].map(({ client }) => client);
  }

  /** Lets a helper that has the model hear the one that leads. @param {Helper} helper */
  async #connect(helper) {
    if (this.#led) await this.#led;
    const leader = this.#leader;
    const { port1, port2 } = new MessageChannel();
    try {
      await helper.client.request(Request.follow, port1, [port1]);
      // Another one that leads by now connects it itself.
      if (leader !== this.#leader || !this.#helpers.has(helper)) return;
      await leader.request(Request.lead, { id: helper.id, port: port2 }, [port2]);
    } catch {
      // One of both has died, which is heard of.
    }
  }

  /** @param {string} name @param {any} value */
  #hear(name, value) {
    if (name === Push.progress) this.#steps = value.step;
    // Numbers that were not finite took it back by some steps.
    if (name === Push.stopped) this.#steps = 0;
    if (name === Push.alone) this.#dismiss();
    else this.#on.onPush(name, value);
  }

  #dismiss() {
    for (const { id, client } of this.#helpers) {
      client.stop();
      this.#leader.request(Request.miss, id).catch(() => {}); // it is ended as well
    }
    this.#helpers.clear();
  }

  /** @param {WorkerClient} client @param {string} reason */
  #lose(client, reason) {
    client.stop();
    const helper = [...this.#helpers].find((known) => known.client === client);
    if (helper) {
      this.#helpers.delete(helper);
      this.#leader.request(Request.miss, helper.id).catch(() => {}); // it has died as well
    } else if (client === this.#leader) {
      this.#led = this.#replaceLeader(reason).finally(() => (this.#led = undefined));
    }
  }

  /** @param {string} reason why there is none */
  async #replaceLeader(reason) {
    // One that is made only later connects itself.
    const helpers = [...this.#helpers].filter(({ isMade }) => isMade);
    if (helpers.length === 0) return this.#on.onDeath(reason);
    const steps = await Promise.all(
      helpers.map(({ client }) => client.request(Request.release).catch(() => -1)),
    );
    // One that had answered may have died while others were waited for.
    const known = helpers.map((helper, i) => (this.#helpers.has(helper) ? steps[i] : -1));
    const most = Math.max(...known);
    // The last step may be on its way to it; one that was not in step yet would begin anew.
    if (most < Math.max(0, this.#steps - 1)) return this.#on.onDeath(reason);
    const heir = helpers[known.indexOf(most)];
    this.#helpers.delete(heir);
    this.#leader = heir.client;
    this.#led = undefined;
    for (const helper of helpers) if (this.#helpers.has(helper)) this.#connect(helper);
    this.#on.onSuccession();
  }
}
