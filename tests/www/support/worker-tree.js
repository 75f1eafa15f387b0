import { parentOf } from '../../../www/src/runs/worker-group.js';
import { DataParallel } from '../../../www/src/worker/data-parallel.js';
import { Replica } from '../../../www/src/worker/replica.js';
import { Replicas } from '../../../www/src/worker/replicas.js';
import { alwaysShared } from '../../../www/src/worker/speed-probe.js';

/** @typedef {import('../../../www/pkg/lstm_playground.js').Playground} Playground */

/** Workers of this thread in a tree, as the page connects its own. */
export class WorkerTree {
  /** @type {DataParallel} of the leading worker */
  dataParallel;
  #leader;
  /** @type {Replicas[]} below each worker */
  #below;
  /** @type {Replica[]} */
  #replicas = [];
  /** @type {MessagePort[]} of each replica to the worker above it */
  ports = [];
  /** @type {MessagePort[]} */
  #all = [];
  /** @type {() => number} milliseconds that a port attached from then on delays its messages */
  delay = () => 0;

  /** @param {Playground[]} workers the leading one first */
  constructor([leader, ...others]) {
    this.#leader = leader;
    // Replicas in the leading worker's thread never make training faster.
    this.dataParallel = new DataParallel(leader, () => {}, alwaysShared);
    this.#below = [this.dataParallel.replicas];
    others.forEach((playground, i) => {
      const id = i + 1;
      this.#below[id] = new Replicas(playground);
      this.#replicas[id] = new Replica(playground, this.#below[id]);
    });
  }

  /**
   * @param {number} id
   * @param {number} [parent]
   */
  attach(id, parent = parentOf(id)) {
    const { port1, port2 } = new MessageChannel();
    this.#all.push(port1, port2);
    this.ports[id] = port1;
    this.#replicas[id].follow(port1);
    this.#below[parent].attach(id, port2);
    for (const port of [port1, port2]) holdBack(port, this.delay());
  }

  /** Attaches all. */
  attachAll() {
    this.#replicas.forEach((_, id) => this.attach(id));
    return this;
  }

  /**
   * A replica hears no more.
   *
   * @param {number} id
   */
  kill(id) {
    this.ports[id].onmessage = null;
  }

  /**
   * @param {number} id
   * @param {number} [parent]
   */
  detach(id, parent = parentOf(id)) {
    this.#below[parent].detach(id);
  }

  /**
   * The leading worker returns to an earlier step.
   *
   * @param {import('../../../www/pkg/lstm_playground.js').Snapshot} snapshot
   */
  goTo(snapshot) {
    this.#leader.restore(snapshot);
    this.dataParallel.replicas.bringBack();
  }

  /** @param {number} steps */
  async train(steps) {
    for (let i = 0; i < steps; i++) await this.dataParallel.trainFor(0);
  }

  get size() {
    return this.dataParallel.replicas.size;
  }

  close() {
    for (const port of this.#all) port.close();
  }
}

/**
 * @param {MessagePort} port
 * @param {number} milliseconds that each of its messages takes longer
 */
function holdBack(port, milliseconds) {
  const hear = port.onmessage;
  if (milliseconds === 0) return;
  port.onmessage = function delayed(event) {
    // A port without a handler delivers nothing.
    setTimeout(() => port.onmessage === delayed && hear?.call(port, event), milliseconds);
  };
}
