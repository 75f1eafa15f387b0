import { WorkerClient } from '../lib/worker-client.js';

/**
 * @typedef {import('../worker/main.js').Engine} Engine
 * @typedef {import('../shared/protocol.js').CreateRequest} CreateRequest
 * @typedef {import('../shared/protocol.js').Pushes} Pushes
 * @typedef {import('../lib/worker-client.js').Listeners<Pushes>} Listeners
 */

/**
 * The workers of one model: the leading one, which the page talks to, and replicas that share its
 * training steps. They end together, because a worker's memory never shrinks.
 */
export class WorkerGroup {
  #createWorker;
  #leader;
  /** @type {Map<number, WorkerClient<Engine, Pushes>>} */
  #replicas = new Map();
  #lastId = 0;
  #heartbeatTimeout = 0;

  /**
   * @param {object} options
   * @param {() => Worker} options.createWorker
   * @param {Listeners} options.listeners to the leading worker
   * @param {(reason: string) => void} options.onDeath called when the leading worker has died, and
   *   all have ended
   */
  constructor({ createWorker, listeners, onDeath }) {
    this.#createWorker = createWorker;
    this.#leader = this.#newClient(
      (reason) => {
        this.stop();
        onDeath(reason);
      },
      { ...listeners, notShared: () => this.#endReplicas() },
    );
  }

  /** The functions of the leading worker. */
  get engine() {
    return this.#leader.remote;
  }

  /**
   * Milliseconds without a message after which a worker counts as dead.
   *
   * @param {number} milliseconds
   */
  set heartbeatTimeout(milliseconds) {
    this.#heartbeatTimeout = milliseconds;
    for (const client of [this.#leader, ...this.#replicas.values()]) {
      client.heartbeatTimeout = milliseconds;
    }
  }

  /** Starts the leading worker. */
  start() {
    this.#leader.start();
  }

  /**
   * Starts replicas, each of which shares the training as soon as it has the model.
   *
   * @param {number} count
   * @param {CreateRequest} request that created the leading worker's model
   */
  addReplicas(count, request) {
    for (let i = 0; i < count; i++) {
      const id = ++this.#lastId;
      const replica = this.#newClient(() => this.#lose(id));
      this.#replicas.set(id, replica);
      replica.start();
      replica.remote.create(request).then(
        () => this.#attach(id, replica),
        () => this.#lose(id), // its memory may not suffice
      );
    }
  }

  /** Ends every worker; pending requests reject with an `AbortError`. */
  stop() {
    this.#leader.stop();
    this.#endReplicas();
  }

  /**
   * @param {(reason: string) => void} onDeath
   * @param {Listeners} [listeners]
   */
  #newClient(onDeath, listeners) {
    /** @type {WorkerClient<Engine, Pushes>} */
    const client = new WorkerClient({ create: this.#createWorker, listeners, onDeath });
    client.heartbeatTimeout = this.#heartbeatTimeout;
    return client;
  }

  /**
   * Connects a replica that has the model with the leading worker.
   *
   * @param {number} id
   * @param {WorkerClient<Engine, Pushes>} replica
   */
  async #attach(id, replica) {
    const { port1, port2 } = new MessageChannel();
    try {
      await replica.remote.follow(port1, [port1]);
      await this.engine.attach({ id, port: port2 }, [port2]);
      if (!this.#replicas.has(id)) this.#detach(id); // it died before it was attached
    } catch {
      // One of the two has died, and its client reports it.
    }
  }

  /** @param {number} id */
  #detach(id) {
    this.engine.detach(id).catch(() => {}); // the leading worker has ended as well
  }

  #endReplicas() {
    for (const id of this.#replicas.keys()) this.#lose(id);
  }

  /** @param {number} id of a replica that has died, or is to end */
  #lose(id) {
    this.#replicas.get(id)?.stop();
    this.#replicas.delete(id);
    this.#detach(id);
  }
}
