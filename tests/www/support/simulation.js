/**
 * A page and its workers in one thread, with the worker's own code and the real wasm: messages, tasks
 * and timers wait in queues, and a seed decides which comes next. So a run has every order that threads
 * may have, and repeats by its seed.
 */

import { readFileSync } from 'node:fs';
import { initSync } from '../../../www/pkg/lstm_playground.js';
import { watchUncaught } from './uncaught.js';

export const wasm = new WebAssembly.Module(
  readFileSync(new URL('../../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
);
initSync({ module: wasm });

/** Milliseconds that pass at each look at the clock: a few steps make a slice of training. */
const LOOK = 4;

/** Copies of the worker's code that no worker uses at present. */
/** @type {WorkerCode[]} */
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

/** Ports whose messages wait in the queues. */
class SimulatedChannel {
  /** @param {Simulation} world */
  constructor(world) {
    /** @type {any} */
    this.port1 = { onmessage: null, close() {} };
    const lane = `channel ${++world.channels}`;
    this.port2 = {
      postMessage: (/** @type {unknown} */ data) =>
        world.add(lane, () => this.port1.onmessage?.({ data })),
    };
  }
}

/** @typedef {import('./fuzz.js').Random} Random */

export class Simulation {
  /** @type {SimulatedWorker[]} all that were started */
  workers = [];
  /** @type {(() => boolean)[]} the ends of workers that are under way */
  ending = [];
  channels = 0;
  /** @type {unknown[]} errors that nobody has caught */
  uncaught = [];
  /** True while no worker can be started. */
  isRefused = false;
  now = 0;
  #random;
  /** @type {Map<string, (() => void)[]>} what waits, in order, by where it comes from */
  #lanes = new Map();
  /** @type {Map<number, {due: number, every?: number, act: () => void}>} */
  #timers = new Map();
  #lastTimer = 0;
  /** @type {(() => void)[]} */
  #undo = [];

  /** @param {Random} random */
  constructor(random) {
    this.#random = random;
  }

  createWorker = () => {
    if (this.isRefused) throw new Error('The browser starts no worker.');
    return new SimulatedWorker(this).asWorker();
  };

  loadWasm = async () => wasm;

  /** The workers that live. */
  get living() {
    return this.workers.filter(({ isTerminated }) => !isTerminated);
  }

  /** Replaces the clocks and queues of the platform, until `end`. */
  begin() {
    const world = this;
    const timer =
      (/** @type {boolean} */ repeats) =>
      /** @param {() => void} act @param {number} [wait] */
      (act, wait = 0) => {
        const every = repeats ? wait : undefined;
        this.#timers.set(++this.#lastTimer, { due: this.now + wait, every, act });
        return this.#lastTimer;
      };
    const clear = (/** @type {number} */ id) => void this.#timers.delete(id);
    this.#replace(globalThis, {
      setTimeout: timer(false),
      setInterval: timer(true),
      clearTimeout: clear,
      clearInterval: clear,
      requestAnimationFrame: (/** @type {() => void} */ draw) => {
        this.add('frame', draw);
        return 1;
      },
      cancelAnimationFrame: () => void this.#lanes.delete('frame'),
      MessageChannel: class extends SimulatedChannel {
        constructor() {
          super(world);
        }
      },
    });
    this.#replace(performance, { now: () => (this.now += LOOK) });
    this.#undo.push(watchUncaught((error) => this.uncaught.push(error)));
  }

  /** Gives the platform its own back, and the code of all workers to those to come. */
  async end() {
    for (const worker of this.workers) worker.terminate();
    for (let turns = 0; this.ending.length > 0; turns++) {
      if (turns > 20_000) throw new Error('the code of a worker does not come to rest');
      await this.turn();
    }
    for (const undo of this.#undo.reverse()) undo();
  }

  /**
   * @param {any} target
   * @param {Record<string, unknown>} replacements
   */
  #replace(target, replacements) {
    for (const [name, value] of Object.entries(replacements)) {
      const own = Object.getOwnPropertyDescriptor(target, name);
      Object.defineProperty(target, name, { value, configurable: true, writable: true });
      this.#undo.push(() =>
        own ? Object.defineProperty(target, name, own) : Reflect.deleteProperty(target, name),
      );
    }
  }

  /**
   * @param {string} lane where the order is kept
   * @param {() => void} task
   */
  add(lane, task) {
    const tasks = this.#lanes.get(lane);
    if (tasks) tasks.push(task);
    else this.#lanes.set(lane, [task]);
  }

  /** Runs a task of a random lane, and all that follows at once. */
  async turn() {
    const lanes = [...this.#lanes.keys()];
    const lane = lanes[Math.floor(this.#random() * lanes.length)];
    const tasks = this.#lanes.get(lane);
    const task = tasks?.shift();
    if (tasks?.length === 0) this.#lanes.delete(lane);
    try {
      task?.();
    } catch (error) {
      this.uncaught.push(error);
    }
    await new Promise(setImmediate);
    this.ending = this.ending.filter((hasEnded) => !hasEnded());
  }

  /**
   * Lets time pass, in which timers fire and workers work.
   *
   * @param {number} milliseconds
   */
  async pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].sort(([, a], [, b]) => a.due - b.due);
      if (!next || next[1].due > end) break;
      const [id, timer] = next;
      this.now = Math.max(this.now, timer.due);
      if (timer.every === undefined) this.#timers.delete(id);
      else timer.due = this.now + Math.max(1, timer.every);
      timer.act();
      for (let i = 0; i < 6; i++) await this.turn();
    }
    this.now = Math.max(this.now, end);
  }

  /**
   * Runs tasks until something holds; false where it does not within a number of them.
   *
   * @param {() => boolean} holds
   * @param {number} [most]
   */
  async until(holds, most = 4000) {
    for (let turns = 0; turns < most; turns++) {
      if (holds()) return true;
      await this.turn();
    }
    return holds();
  }
}
