/**
 * The page's end of a worker: requests with answers, pushes, and a heartbeat.
 *
 * A promise that waits for a dead worker would wait for ever, so the one rule here is that no request outlives the
 * worker it was sent to. The other end is worker-server.js.
 */

/** Before its first word a worker is being downloaded and compiled, which a slow network may draw out. */
const START_SILENCE = 60_000;

const HEARTBEAT_CHECK = 1000;

/** A browser that may not start a worker says so by an error without a message. */
const NOT_LOADED =
  "it could not be loaded; the network may be down, or the page's security policy forbids workers";

/** @param {string} name @param {string} message */
function namedError(name, message) {
  return Object.assign(new Error(message), { name });
}

/** Starts, asks, watches and ends one worker at a time. */
export class WorkerClient {
  /** Milliseconds without a word after which the worker counts as dead. */
  heartbeatTimeout = 10_000;

  #create;
  #onPush;
  #onDeath;
  /** @type {Worker | undefined} */
  #worker;
  #generation = 0;
  #lastId = 0;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #pending = new Map();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #silent = 0;
  #heard = false;

  /**
   * @param {object} options
   * @param {() => Worker} options.create makes a worker that answers as worker-server.js does
   * @param {(name: string, value: any) => void} options.onPush
   * @param {(reason: string) => void} options.onDeath called after every waiting request was rejected
   */
  constructor({ create, onPush, onDeath }) {
    this.#create = create;
    this.#onPush = onPush;
    this.#onDeath = onDeath;
  }

  /** Starts a worker; one that is running is ended first. */
  start() {
    this.stop();
    const generation = ++this.#generation;
    const worker = this.#create();
    /** @param {string} type @param {(event: any) => void} handle */
    const listen = (type, handle) =>
      worker.addEventListener(type, (event) => {
        // What an ended worker still had in the queue must not reach its successor.
        if (generation === this.#generation) handle(event);
      });
    listen('message', (event) => this.#receive(event.data));
    listen('messageerror', () => this.#die('a message from it could not be read'));
    listen('error', (event) => {
      event.preventDefault?.();
      this.#die(event.message || NOT_LOADED);
    });
    this.#worker = worker;
    this.#watch();
  }

  /**
   * Sends a request and resolves with its answer.
   *
   * @param {string} type
   * @param {unknown} [payload]
   * @param {Transferable[]} [transfer] what of it the worker gets instead of a copy
   * @returns {Promise<any>} rejects with the worker's error, or when the worker ends first
   */
  request(type, payload, transfer = []) {
    const worker = this.#worker;
    if (!worker) return Promise.reject(namedError('AbortError', 'no worker is running'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage({ id, type, payload }, transfer);
    });
  }

  /** Ends the worker on purpose: waiting requests reject with an `AbortError`. */
  stop() {
    this.#end(namedError('AbortError', 'the worker was ended'));
  }

  /** @param {any} message */
  #receive(message) {
    this.#silent = 0;
    this.#heard = true;
    if ('fatal' in message) this.#die(message.fatal);
    else if ('push' in message) {
      this.#worker?.postMessage({ ack: message.push });
      this.#onPush(message.push, message.value);
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
      // A page that was asleep or hidden gets its timers late, and its messages later still: such a gap is no
      // evidence against the worker, so a tick counts for two intervals at most.
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
