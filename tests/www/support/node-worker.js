import { Worker } from 'node:worker_threads';

/** The page's worker in a thread of Node, with the events of a browser's. */
export class NodeWorker extends EventTarget {
  #thread = new Worker(new URL('./worker-thread.js', import.meta.url));
  isTerminated = false;

  constructor() {
    super();
    this.#thread.on('message', (data) => this.#fire('message', { data }));
    this.#thread.on('error', ({ message }) => this.#fire('error', { message }));
  }

  /**
   * @param {unknown} message
   * @param {import('node:worker_threads').TransferListItem[]} [transfer]
   */
  postMessage(message, transfer) {
    this.#thread.postMessage(message, transfer);
  }

  terminate() {
    this.isTerminated = true;
    void this.#thread.terminate();
  }

  /** @param {'error' | 'trap' | 'copy'} by */
  die(by) {
    this.postMessage({ die: by });
  }

  /** Ends the thread without an event to the page. */
  fallSilent() {
    void this.#thread.terminate();
  }

  /**
   * Casts to the platform's type, whose other members the page never uses.
   *
   * @returns {globalThis.Worker}
   */
  asWorker() {
    return /** @type {any} */ (this);
  }

  /**
   * @param {string} type
   * @param {object} fields
   */
  #fire(type, fields) {
    this.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), fields));
  }
}
