/**
 * Estimates the speed of many workers: all of them run in this thread, each with a clock of its own.
 * A clock adds up the measured time of the worker's work; a message sets it to the time of its
 * arrival, if that is later.
 */

import init, { Playground } from '../www/pkg/lstm_playground.js';
import { parentOf } from '../www/src/runs/worker-group.js';
import { DataParallel } from '../www/src/worker/data-parallel.js';
import { Replica } from '../www/src/worker/replica.js';
import { Replicas } from '../www/src/worker/replicas.js';
import { alwaysShared } from '../www/src/worker/speed-probe.js';
import { median } from '../www/src/lib/median.js';
import { randomText } from '../www/src/shared/benchmark.js';

const wasm = new URL('../www/pkg/lstm_playground_bg.wasm', import.meta.url).href;
const WARM_UP = 20;
const STEPS = 60;
const MESSAGES = 300;

/** The time of one worker, in ms. */
class Clock {
  now = 0;
  /** @type {Record<string, number>} milliseconds of each kind of work */
  parts = {};

  /**
   * @template T
   * @param {string} kind
   * @param {() => T} act
   */
  measure(kind, act) {
    const start = performance.now();
    try {
      return act();
    } finally {
      const elapsed = performance.now() - start;
      this.now += elapsed;
      this.parts[kind] = (this.parts[kind] ?? 0) + elapsed;
    }
  }
}

/**
 * @param {Playground} playground
 * @param {Clock} clock
 */
const timed = (playground, clock) =>
  /** @type {Playground} */ (
    new Proxy(playground, {
      get:
        (/** @type {any} */ target, name) =>
        (/** @type {any[]} */ ...args) => {
          if (name === 'computeShards') {
            // The second call counts: in this thread the workers share a cache, and the first call
            // fills it.
            target.computeShards(...args);
            target.discardShards();
          }
          return clock.measure(String(name), () => target[name](...args));
        },
    })
  );

/**
 * @param {Clock} a
 * @param {Clock} b
 * @param {number} latency of a message in ms
 * @returns {[MessagePort, MessagePort]} the ends of a channel between two workers
 */
function channel(a, b, latency) {
  const { port1, port2 } = new MessageChannel();
  /**
   * @param {MessagePort} port
   * @param {Clock} clock
   */
  const end = (port, clock) =>
    /** @type {MessagePort} */ (
      /** @type {unknown} */ ({
        postMessage(/** @type {any} */ message, /** @type {Transferable[]} */ transfer) {
          const arrival = clock.now + latency;
          clock.measure('postMessage', () => port.postMessage({ message, arrival }, transfer));
        },
        set onmessage(/** @type {any} */ handler) {
          port.onmessage = ({ data: { message, arrival } }) => {
            clock.now = Math.max(clock.now, arrival);
            handler({ data: message });
          };
        },
      })
    );
  return [end(port1, a), end(port2, b)];
}

/**
 * @param {string} text
 * @param {object} config
 * @param {number} workers
 * @param {number} latency of a message in ms
 * @returns {Promise<{step: number, parts: Record<string, number>}>} milliseconds of a step, and of
 *   the leading worker's work in it
 */
async function estimate(text, config, workers, latency) {
  const clock = new Clock();
  const leader = new Playground(text, config);
  const dataParallel = new DataParallel(timed(leader, clock), () => {}, alwaysShared);
  const tree = [{ clock, replicas: dataParallel.replicas }];
  for (let id = 1; id < workers; id++) {
    const own = new Clock();
    const playground = timed(new Playground(text, config), own);
    const replicas = new Replicas(playground);
    const parent = tree[parentOf(id)];
    const [port1, port2] = channel(parent.clock, own, latency);
    parent.replicas.attach(id, port1);
    new Replica(playground, replicas).follow(port2);
    tree.push({ clock: own, replicas });
  }
  for (let i = 0; i < WARM_UP; i++) await dataParallel.trainFor(0);
  const [start, first] = [clock.now, leader.steps()];
  clock.parts = {};
  while (leader.steps() < first + STEPS) await dataParallel.trainFor(500);
  const steps = leader.steps() - first;
  const parts = Object.entries(clock.parts).map(([kind, time]) => [kind, time / steps]);
  return { step: (clock.now - start) / steps, parts: Object.fromEntries(parts) };
}

/**
 * @param {string} text
 * @param {object} config
 * @returns {number} milliseconds of a step of one worker
 */
function alone(text, config) {
  const playground = new Playground(text, config);
  playground.trainSteps(WARM_UP);
  const start = performance.now();
  playground.trainSteps(STEPS);
  return (performance.now() - start) / STEPS;
}

/** A worker that sends back what it gets, the time of its arrival with it, after a while of work. */
const ECHO = `
  const now = () => performance.timeOrigin + performance.now();
  onmessage = ({ data: port }) => {
    port.onmessage = ({ data: { sent, values } }) => {
      const latency = sent && now() - sent;
      const end = now() + 2;
      while (now() < end);
      port.postMessage({ sent: now(), latency, values }, [values.buffer]);
    };
  };
`;

/**
 * @param {number} count of numbers
 * @returns {Promise<number>} milliseconds from one worker to another, which waits for the message
 */
async function latencyOf(count) {
  const url = URL.createObjectURL(new Blob([ECHO], { type: 'text/javascript' }));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(url);
  worker.postMessage(port2, [port2]);
  /** @type {number[]} */
  const latencies = [];
  let values = new Float32Array(count);
  const now = () => performance.timeOrigin + performance.now();
  for (let i = 0; i < MESSAGES; i++) {
    const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    port1.postMessage({ sent: now(), values }, [values.buffer]);
    const { sent, latency, values: back } = await answer;
    latencies.push(now() - sent, latency);
    values = back;
  }
  worker.terminate();
  return median(latencies);
}

/** @param {{hidden: number, batch: number, workers: number}} job */
export async function measure({ hidden, batch, workers }) {
  await init({ module_or_path: wasm });
  const text = randomText(65);
  const config = { hiddenSize: hidden, batchSize: batch, seqLen: 64, validationFraction: 0 };
  const latency = await latencyOf(new Playground(text, config).weights().length);
  const before = alone(text, config);
  const shared = await estimate(text, config, workers, latency);
  return { latency, alone: Math.min(before, alone(text, config)), ...shared };
}
