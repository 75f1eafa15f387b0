/**
 * A page and its workers in one thread, with the worker's own code and the real wasm: messages, tasks
 * and timers wait in queues, and a seed decides which comes next. So a run has every order that threads
 * may have, and repeats by its seed.
 */

import { SimulatedWorker, wasm } from './simulated-worker.js';
import { watchUncaught } from './uncaught.js';

/** Milliseconds that pass at each look at the clock: a few steps make a slice of training. */
const LOOK = 4;

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
    // A frame that is due is this page's: no later one would have a frame of its own.
    for (let turns = 0; this.ending.length > 0 || this.#lanes.has('frame'); turns++) {
      if (turns > 20_000) throw new Error('a worker or the page does not come to rest');
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
