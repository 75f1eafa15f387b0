import { WorkerClient } from '../lib/worker-client.js';

/**
 * @typedef {import('../worker/main.js').Engine} Engine
 * @typedef {import('../shared/protocol.js').CreateRequest} CreateRequest
 * @typedef {import('../shared/protocol.js').Pushes} Pushes
 * @typedef {import('../lib/worker-client.js').Listeners<Pushes>} Listeners
 * @typedef {WorkerClient<Engine, Pushes>} Client
 */

/** The id of the leading worker. */
const LEADER = 0;
/** Milliseconds before the leading worker is told its share: others may begin or pause as well. */
const SHARE_DELAY = 100;

/**
 * The tree of the workers: 3, 5 and 7 stand below 2, 4 and 6, the others below the leading one.
 *
 * @param {number} id of a replica
 * @returns {number} of the worker above it
 */
export const parentOf = (id) => (id % 2 ? id - 1 : LEADER);

/**
 * The workers of one model: the leading one, which the page talks to, and replicas that share its
 * training steps, in a tree. They end together, because a worker's memory never shrinks.
 */
export class WorkerGroup {
  #createWorker;
  #leader;
  /** @type {Map<number, Client>} */
  #replicas = new Map();
  /** The ids of the workers that have the model. */
  #ready = new Set([LEADER]);
  /** The ids of replicas that have died: another would die as well. */
  #lost = new Set();
  #share = 1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #telling;

  /**
   * @param {object} options
   * @param {() => Worker} options.createWorker
   * @param {Listeners} options.listeners to the leading worker
   * @param {(reason: string) => void} options.onDeath called when the leading worker has died, and
   *   all have ended
   */
  constructor({ createWorker, listeners, onDeath }) {
    this.#createWorker = createWorker;
    this.#leader = this.#newClient((reason) => {
      this.stop();
      onDeath(reason);
    }, listeners);
  }

  /** The functions of the leading worker. */
  get engine() {
    return this.#leader.remote;
  }

  /** Starts the leading worker. */
  start() {
    this.#leader.start();
  }

  /**
   * Starts replicas until there are this many, each of which shares the training as soon as it and
   * the worker above it have the model.
   *
   * @param {number} count
   * @param {CreateRequest} request that created the leading worker's model
   */
  addReplicas(count, request) {
    for (let id = 1; id <= count; id++) {
      if (this.#replicas.has(id) || this.#lost.has(id)) continue;
      const replica = this.#newClient(() => this.#lose(id));
      this.#replicas.set(id, replica);
      replica.start();
      replica.remote.create(request).then(
        () => {
          this.#ready.add(id);
          this.#attach([id, ...this.#below(id)]);
        },
        // Its memory may not suffice.
        () => this.#replicas.get(id) === replica && this.#lose(id),
      );
    }
  }

  /**
   * Ends the last replicas, so that at most this many are left; the workers above them compute their
   * shards, also those of the present step.
   *
   * @param {number} count
   */
  keepReplicas(count) {
    const ids = [...this.#replicas.keys()].filter((id) => id > count);
    // None is left without the worker above it.
    for (const id of ids.sort((a, b) => b - a)) this.#end(id);
  }

  /**
   * Tells the leading worker, whose replicas wait for it, of a change.
   *
   * @param {number} share of the time in which training may compute
   */
  set share(share) {
    if (share === this.#share) return;
    this.#share = share;
    if (this.#telling) return;
    this.#telling = setTimeout(() => {
      this.#telling = undefined;
      this.engine.setShare(this.#share).catch(() => {}); // it has ended
    }, SHARE_DELAY);
  }

  /** Ends every worker; pending requests reject with an `AbortError`. */
  stop() {
    clearTimeout(this.#telling);
    this.#leader.stop();
    this.keepReplicas(0);
  }

  /**
   * @param {(reason: string) => void} onDeath
   * @param {Listeners} [listeners]
   */
  #newClient(onDeath, listeners) {
    return /** @type {Client} */ (
      new WorkerClient({ create: this.#createWorker, listeners, onDeath })
    );
  }

  /**
   * @param {number} id of a replica
   * @returns {number} of the nearest worker above it that lives
   */
  #above(id) {
    const parent = parentOf(id);
    return this.#replicas.has(parent) ? parent : LEADER;
  }

  /**
   * @param {number} id
   * @returns {number[]} of the replicas directly below
   */
  #below(id) {
    return [...this.#replicas.keys()].filter((other) => this.#above(other) === id);
  }

  /** @param {number} id */
  #client(id) {
    return id === LEADER ? this.#leader : this.#replicas.get(id);
  }

  /**
   * Connects replicas with the workers above them, where both have the model.
   *
   * @param {number[]} ids
   */
  #attach(ids) {
    for (const id of ids) {
      const parent = this.#above(id);
      if (this.#ready.has(id) && this.#ready.has(parent)) this.#connect(id, parent);
    }
  }

  /**
   * @param {number} id of a replica
   * @param {number} parent
   */
  async #connect(id, parent) {
    const { port1, port2 } = new MessageChannel();
    const replica = this.#client(id);
    try {
      await replica?.remote.follow(port1, [port1]);
      if (this.#client(id) !== replica) return; // it has ended meanwhile
      await this.#client(parent)?.remote.attach({ id, port: port2 }, [port2]);
    } catch {
      // Either of the two has died, and its client reports it.
    }
  }

  /**
   * @param {number} id of a replica that has ended
   * @param {number} parent
   */
  #detach(id, parent) {
    this.#client(parent)
      ?.remote.detach(id)
      .catch(() => {}); // this one has ended as well
  }

  /** @param {number} id of a replica that has died */
  #lose(id) {
    const orphans = this.#below(id);
    this.#lost.add(id);
    this.#end(id);
    this.#attach(orphans);
  }

  /** @param {number} id of a replica */
  #end(id) {
    const parent = this.#above(id);
    this.#client(id)?.stop();
    this.#replicas.delete(id);
    this.#ready.delete(id);
    this.#detach(id, parent);
  }
}
