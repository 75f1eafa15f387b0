/**
 * The page's end of a worker: requests with answers, pushes, and a heartbeat.
 *
 * A promise that waits for a dead worker would wait for ever, so the one rule here is that no
 * request outlives the worker it was sent to. The other end is worker-server.js.
 */

import { HeartbeatMonitor } from './heartbeat-monitor.js';

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

const UNREADABLE = 'a message from it could not be read';
/** The reason behind an error without a message. */
const NOT_STARTED = 'the browser could not start it';

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
  #heartbeat = new HeartbeatMonitor((reason) => this.#die(reason));

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
      if (isCurrent()) this.#die(UNREADABLE);
    });
    worker.addEventListener('error', (event) => {
      if (!isCurrent()) return;
      event.preventDefault();
      this.#die(event.message || NOT_STARTED);
    });
    this.#worker = worker;
    this.#heartbeat.start();
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
    this.#heartbeat.hear(/** @type {any} */ (message)?.silence);
    if (typeof message !== 'object' || message === null) this.#die(UNREADABLE);
    else if ('fatal' in message) this.#die(String(message.fatal) || UNREADABLE);
    else if ('push' in message) {
      this.#worker?.postMessage({ ack: message.push });
      const name = /** @type {keyof Pushes} */ (message.push);
      if (!Object.hasOwn(this.#listeners, name)) return;
      this.#listeners[name]?.(/** @type {Pushes[keyof Pushes]} */ (message.value));
    } else if ('id' in message) {
      const request = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error) request?.reject(Object.assign(new Error(), message.error));
      else request?.resolve(message.result);
    }
  }

  /** @param {string} reason */
  #die(reason) {
    this.#end(namedError('WorkerDiedError', `the worker ended: ${reason}`));
    this.#onDeath(reason);
  }

  /** @param {Error} error */
  #end(error) {
    this.#generation++;
    this.#heartbeat.stop();
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(error);
  }
}
