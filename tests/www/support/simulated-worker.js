/** A worker with its own code and the real wasm, whose messages wait in the queues of a simulation. */

import { readFileSync } from 'node:fs';
import { initSync } from '../../../www/pkg/lstm_playground.js';

export const wasm = new WebAssembly.Module(
  readFileSync(new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
);
initSync({ module: wasm });

/**
 * Copies of the worker's code that no worker uses at present.
 *
 * @type {WorkerCode[]}
 */
const spare = [];
let copies = 0;

/** One copy of the worker's code, with its own model. */
class WorkerCode {
  /** @type {((event: {data: unknown}) => unknown) | undefined} */
  listen;
  /** @type {(message: any, transfer?: any[]) => void} */
  post = () => {};
  /** Sends a sign of life, every second. */
  beat = () => {};
  /** @type {Set<string>} the names of its pushes that nobody may have acknowledged */
  pushed = new Set();

  /** Acknowledges everything, as if it were new. */
  forget() {
    for (let i = 0; i < 2; i++) {
      for (const ack of this.pushed) this.listen?.({ data: { ack } });
    }
    this.pushed.clear();
  }

  /** @returns {Promise<WorkerCode>} */
  static async load() {
    const code = new WorkerCode();
    Object.assign(globalThis, {
      self: {
        addEventListener: (/** @type {string} */ _, /** @type {any} */ listen) =>
          (code.listen = listen),
        postMessage(/** @type {any} */ message, /** @type {any[]} */ transfer) {
          if (message.push) code.pushed.add(message.push);
          code.post(message, transfer);
        },
      },
    });
    const { setInterval } = globalThis;
    Object.assign(globalThis, {
      setInterval: (/** @type {() => void} */ act) => (code.beat = act),
    });
    await import(`../../../www/src/worker/main.js?copy=${++copies}`);
    Object.assign(globalThis, { setInterval });
    return code;
  }
}

/**
 * Loads copies of the worker's code for the workers to come.
 *
 * @param {number} count
 */
export async function prepareWorkers(count) {
  while (spare.length < count) spare.push(await WorkerCode.load());
}

/**
 * @typedef {import('./simulation.js').Simulation} Simulation
 */

/** The page's worker. */
export class SimulatedWorker extends EventTarget {
  #world;
  #code;
  #beat;
  isTerminated = false;
  /** True where it neither hears nor says anything, as one that hangs. */
  isSilent = false;

  /** @param {Simulation} world */
  constructor(world) {
    super();
    this.#world = world;
    const code = spare.pop();
    if (!code) throw new Error('the test must prepare more workers');
    this.#code = code;
    this.#beat = setInterval(() => code.beat(), 1000);
    code.post = (message, transfer) => {
      if (this.isTerminated || this.isSilent) return;
      const data = structuredClone(message, { transfer });
      world.add(`from ${this.number}`, () => {
        if (!this.isTerminated) this.#fire('message', { data });
      });
    };
    this.number = world.workers.push(this);
  }

  /**
   * @param {unknown} message
   * @param {any[]} [transfer]
   */
  postMessage(message, transfer) {
    const data = structuredClone(message, { transfer });
    this.#world.add(`to ${this.number}`, () => {
      if (!this.isTerminated && !this.isSilent) this.#code.listen?.({ data });
    });
  }

  terminate() {
    if (this.isTerminated) return;
    this.isTerminated = true;
    clearInterval(this.#beat);
    const code = this.#code;
    // The code goes to another worker once its training has stopped; no word of it leaves it.
    let isPaused = false;
    code.post = ({ id }) => (isPaused ||= id === -1);
    this.#world.add(`to ${this.number}`, () => code.listen?.({ data: { id: -1, type: 'pause' } }));
    this.#world.ending.push(() => {
      if (!isPaused) return false;
      code.forget();
      spare.push(code);
      return true;
    });
  }

  /** @param {string} message of an uncaught error */
  fail(message) {
    this.#world.add(`from ${this.number}`, () => {
      if (!this.isTerminated) this.#fire('error', { message });
    });
  }

  /** @param {unknown} data that its code did not say */
  say(data) {
    this.#world.add(`from ${this.number}`, () => {
      if (!this.isTerminated) this.#fire('message', { data });
    });
  }

  /**
   * Casts to the platform's type, whose other members the page never uses.
   *
   * @returns {Worker}
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
