/**
 * The page's end of a worker: requests with answers, pushes, and a heartbeat.
 *
 * A promise that waits for a dead worker would wait for ever, so the one rule here is that no
 * request outlives the worker it was sent to. The other end is worker-server.js.
 */

/**
 * The functions of a worker by name, each with at most one argument. `Remote` has them as the page
 * calls them: with a list of objects to transfer, and with a promise of the result.
 *
 * @typedef {Record<string, (payload: never) => unknown>} AnyHandlers
 */

/**
 * @template {AnyHandlers} Handlers
 * @typedef {{
 *   [Name in keyof Handlers]: (
 *     ...args: Parameters<Handlers[Name]> extends []
 *       ? []
 *       : [...Parameters<Handlers[Name]>, transfer?: Transferable[]]
 *   ) => Promise<Awaited<ReturnType<Handlers[Name]>>>
 * }} Remote
 */

/**
 * Listeners to a worker's pushes, by their names.
 *
 * @template Pushes
 * @typedef {{[Name in keyof Pushes]?: (value: Pushes[Name]) => void}} Listeners
 */

/** The time limit of a worker's first message in ms: on a slow network its download takes long. */
const START_SILENCE = 60_000;

const HEARTBEAT_CHECK = 1000;

/** The reason behind an error without a message: the browser could not start the worker. */
const NOT_LOADED =
  "it could not be loaded; the network may be down, or the page's security policy forbids workers";

/**
 * @param {string} name
 * @param {string} message
 */
function namedError(name, message) {
  return Object.assign(new Error(message), { name });
}

/**
 * Starts, calls, monitors and ends one worker at a time.
 *
 * @template {AnyHandlers} Handlers of the worker
 * @template Pushes the types of the values that it pushes, by name
 */
export class WorkerClient {
  /** Milliseconds without a message after which the worker counts as dead. */
  heartbeatTimeout = 10_000;

  /**
   * The worker's functions. Each rejects with the worker's error, or when the worker ends first.
   */
  remote = /** @type {Remote<Handlers>} */ (
    new Proxy(
      {},
      {
        get: (_, type) =>
          // A promise that resolves with this object looks up its `then`.
          type === 'then'
            ? undefined
            : (
                /** @type {unknown} */ payload,
                /** @type {Transferable[] | undefined} */ transfer,
              ) => this.#request(String(type), payload, transfer),
      },
    )
  );

  #create;
  #listeners;
  #onDeath;
  /** @type {Worker | undefined} */
  #worker;
  #generation = 0;
  #lastId = 0;
  /** @type {Map<number, {resolve: (value: unknown) => void, reject: (error: Error) => void}>} */
  #pending = new Map();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #silent = 0;
  #heard = false;

  /**
   * @param {object} options
   * @param {() => Worker} options.create makes a worker that answers as worker-server.js does
   * @param {Listeners<Pushes>} [options.listeners]
   * @param {(reason: string) => void} [options.onDeath] called after every pending request was
   *   rejected
   */
  constructor({ create, listeners = {}, onDeath = () => {} }) {
    this.#create = create;
    this.#listeners = listeners;
    this.#onDeath = onDeath;
  }

  /** True once the worker has sent a message. */
  get isLoaded() {
    return this.#heard;
  }

  /** Starts a worker; one that is running is ended first. */
  start() {
    this.stop();
    const generation = ++this.#generation;
    const worker = this.#create();
    // Messages of an ended worker that are still queued must not reach its successor.
    const isCurrent = () => generation === this.#generation;
    worker.addEventListener('message', ({ data }) => {
      if (isCurrent()) this.#receive(data);
    });
    worker.addEventListener('messageerror', () => {
      if (isCurrent()) this.#die('a message from it could not be read');
    });
    worker.addEventListener('error', (event) => {
      if (!isCurrent()) return;
      event.preventDefault();
      this.#die(event.message || NOT_LOADED);
    });
    this.#worker = worker;
    this.#watch();
  }

  /** Ends the worker on purpose: waiting requests reject with an `AbortError`. */
  stop() {
    this.#end(namedError('AbortError', 'the worker was ended'));
  }

  /**
   * @param {string} type
   * @param {unknown} payload
   * @param {Transferable[]} [transfer]
   * @returns {Promise<unknown>}
   */
  #request(type, payload, transfer = []) {
    const worker = this.#worker;
    if (!worker) return Promise.reject(namedError('AbortError', 'no worker is running'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      worker.postMessage({ id, type, payload }, transfer); // throws where it cannot be copied
      this.#pending.set(id, { resolve, reject });
    });
  }

  /** @param {import('./worker-server.js').Message} message */
  #receive(message) {
    this.#silent = 0;
    this.#heard = true;
    if ('fatal' in message) this.#die(message.fatal);
    else if ('push' in message) {
      this.#worker?.postMessage({ ack: message.push });
      const name = /** @type {keyof Pushes} */ (message.push);
      this.#listeners[name]?.(/** @type {Pushes[keyof Pushes]} */ (message.value));
    } else if ('id' in message) {
      const request = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error) request?.reject(Object.assign(new Error(), message.error));
      else request?.resolve(message.result);
    }
  }

  #watch() {
    this.#silent = 0;
    this.#heard = false;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      // A page that was asleep or hidden gets its timers late, and its messages later still: such
      // a gap is no evidence against the worker, so a tick counts for two intervals at most.
      this.#silent += Math.min(now - last, 2 * HEARTBEAT_CHECK);
      last = now;
      const allowed = this.#heard
        ? this.heartbeatTimeout
        : Math.max(START_SILENCE, this.heartbeatTimeout);
      if (this.#silent > allowed) {
        this.#die(`it has been silent for ${Math.round(this.#silent / 1000)} seconds`);
      }
    }, HEARTBEAT_CHECK);
  }

  /** @param {string} reason */
  #die(reason) {
    this.#end(namedError('WorkerDiedError', `the worker ended: ${reason}`));
    this.#onDeath(reason);
  }

  /** @param {Error} error */
  #end(error) {
    this.#generation++;
    clearInterval(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(error);
  }
}
