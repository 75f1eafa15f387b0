import { OneByOne } from '../lib/one-by-one.js';
import { runInSlices } from '../lib/run-in-slices.js';
import { longWork } from './long-work.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 */

/** Milliseconds of copying in which the worker hears no message: in training, and at a pause, which waits for it. */
const SLICE = 10;
const LONG_SLICE = 40;
/** The least time in ms between two checkpoints of a training. */
const INTERVAL = 5000;
/**
 * Copying takes at most 1/SHARE of the time, so that the newest checkpoint is at most 100 times as old
 * as a copy takes: the next one takes its time as well.
 */
const SHARE = 90;

/**
 * Sends the page checkpoints, from which a new worker continues when this one dies. A change of the
 * learning rate, a return to an earlier step and a rollback each send a new one, so that a recovery
 * gives the same bits.
 */
export class Checkpoints {
  #playground;
  #weightsLock;
  #push;
  #copies = new OneByOne();
  /** When the newest state that was sent was copied, and the ms after which another is due. */
  #sent = { at: performance.now(), interval: INTERVAL };
  /** The step of the last checkpoint. */
  #step = -1;

  /**
   * @param {Playground} playground
   * @param {object} options
   * @param {import('./weights-lock.js').WeightsLock} options.weightsLock
   * @param {import('../shared/protocol.js').Push} options.push
   */
  constructor(playground, { weightsLock, push }) {
    this.#playground = playground;
    this.#weightsLock = weightsLock;
    this.#push = push;
  }

  /** Resolves when none is being copied. */
  get idle() {
    return this.#copies.run(() => {});
  }

  /**
   * Adds a checkpoint to the history where one is due, as it is before the first step.
   *
   * @param {import('./history.js').History} history
   */
  remember(history) {
    const step = this.#playground.steps();
    if (!history.isDue(step)) return;
    const copy = longWork.run('pass', 1, () => this.#playground.snapshot());
    history.add(step, copy);
    this.#push('history', history.steps);
  }

  /** True when a checkpoint is due during training. */
  get isDue() {
    const age = performance.now() - this.#sent.at;
    return age >= this.#sent.interval || age < 0; // the clock was set back
  }

  /** Sends a checkpoint, unless one of this step was sent. */
  sendNew() {
    return this.send(() => this.#step !== this.#playground.steps(), LONG_SLICE);
  }

  /**
   * @param {() => boolean} [isWanted] asked when no step is being computed
   * @param {number} [slice] milliseconds
   */
  async send(isWanted = () => true, slice = SLICE) {
    let spent = 0;
    let at = 0;
    const copy = async () => {
      if (!isWanted()) return undefined;
      at = performance.now();
      const task = this.#playground.copyCheckpoint();
      const checkpoint = await runInSlices(task, slice, (milliseconds) => (spent += milliseconds));
      this.#step = checkpoint.counters[0];
      return checkpoint;
    };
    const checkpoint = await this.#weightsLock.read(() => this.#copies.run(copy));
    if (!checkpoint) return;
    const { counters, values } = checkpoint;
    this.#sent = { at, interval: Math.max(INTERVAL, SHARE * spent) };
    this.#push('checkpoint', checkpoint, [counters.buffer, values.buffer]);
  }
}
