import { OneByOne } from '../lib/one-by-one.js';
import { runInSlices } from '../lib/run-in-slices.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 */

/** Milliseconds of copying in which the worker hears no message. */
const SLICE = 10;
/** The least training time in ms between two checkpoints. */
const INTERVAL = 5000;
/** Copying takes at most 1/SHARE of the training time. */
const SHARE = 100;
/** The greatest size of checkpoints that training time alone makes due. */
const MAX_BYTES = 128 * 2 ** 20;

/**
 * Sends the page checkpoints, from which a new worker continues when this one dies. A change of the
 * learning rate, a return to an earlier step and a rollback each send a new one, of any size, so
 * that a recovery gives the same bits.
 */
export class Checkpoints {
  /** The size of a checkpoint. */
  bytes = 0;
  #playground;
  #weightsLock;
  #push;
  #copies = new OneByOne();
  /** The training time in ms at which a checkpoint is due. */
  #dueAt = INTERVAL;
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
    const checkpoint = this.#playground.snapshot();
    this.bytes = checkpoint.values.byteLength;
    history.add(step, checkpoint);
    this.#push('history', history.steps);
  }

  /**
   * True when a checkpoint is due during training.
   *
   * @param {number} trained milliseconds so far
   */
  isDue(trained) {
    return this.bytes <= MAX_BYTES && trained >= this.#dueAt;
  }

  /**
   * Sends a checkpoint, unless one of this step was sent.
   *
   * @param {number} trained milliseconds of training so far
   */
  sendNew(trained) {
    return this.#send(trained, () => this.#step !== this.#playground.steps());
  }

  /** @param {number} trained milliseconds of training so far */
  send(trained) {
    return this.#send(trained, () => true);
  }

  /**
   * @param {number} trained
   * @param {() => boolean} isWanted asked when no step is being computed
   */
  async #send(trained, isWanted) {
    let spent = 0;
    const copy = async () => {
      if (!isWanted()) return undefined;
      const task = this.#playground.copyCheckpoint();
      const checkpoint = await runInSlices(task, SLICE, (milliseconds) => (spent += milliseconds));
      this.#step = checkpoint.counters[0];
      return checkpoint;
    };
    const checkpoint = await this.#weightsLock.read(() => this.#copies.run(copy));
    if (!checkpoint) return;
    const { counters, values } = checkpoint;
    this.#dueAt = trained + Math.max(INTERVAL, SHARE * spent);
    this.#push('checkpoint', checkpoint, [counters.buffer, values.buffer]);
  }
}
