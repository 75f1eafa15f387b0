import { nextTask } from '../lib/next-task.js';
import { OneByOne } from '../lib/one-by-one.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Network} Network
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../shared/protocol.js').Sample} Sample
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 *
 * @typedef {object} Copy a network that does not change
 * @property {Network} network
 * @property {number} step of its weights
 * @property {boolean} isBest
 *
 * @typedef {object} WriterOptions
 * @property {import('./weights-lock.js').WeightsLock} weightsLock
 * @property {Pick<import('./training-rate.js').TrainingRate, 'milliseconds'>} rate of the training
 * @property {Pick<import('./checkpoints.js').Checkpoints, 'idle'>} checkpoints which a pause waits
 *   for, and writing gives way to
 *
 * @typedef {object} Following
 * @property {(part: Omit<Sample, 'prompt'>) => void} [onPart] called with the
 *   characters since the last part
 * @property {() => boolean} [isStopped] asked after every slice; true ends the text
 */

/** Milliseconds of writing in which the worker hears no message. */
const SLICE = 20;
/** A turn takes at most 1/SHARE of the time of the training before it, and at most LONGEST ms. */
const SHARE = 2;
const LONGEST = 500;

const NEVER = () => false;

export const randomSeed = () => Math.floor(Math.random() * 2 ** 32);

/**
 * Writes texts of any length by copies of the network, while the training goes on: the two take
 * turns.
 */
export class Writer {
  #weightsLock;
  #rate;
  #checkpoints;
  /** The turns of all texts. */
  #turns = new OneByOne();

  /** @param {WriterOptions} options */
  constructor({ weightsLock, rate, checkpoints }) {
    this.#weightsLock = weightsLock;
    this.#rate = rate;
    this.#checkpoints = checkpoints;
  }

  /**
   * @param {Copy} copy
   * @param {Sampling & {clamps?: Clamp[]}} request
   * @param {Following} [following]
   * @returns {Promise<Sample>} as far as it is written when it is stopped
   */
  async write(
    { network, step, isBest },
    { clamps, ...sampling },
    { onPart, isStopped = NEVER } = {},
  ) {
    const seed = sampling.seed ?? randomSeed();
    const task = network.generateText({ ...sampling, seed }, clamps);
    /** @type {string | undefined} */
    let whole;
    let text = '';
    const slice = async () => {
      whole = task.runFor(SLICE);
      if (whole !== undefined) return;
      const part = task.part() ?? '';
      text += part;
      if (part) onPart?.({ step, isBest, seed, text: part });
      await nextTask();
      await this.#checkpoints.idle;
    };
    const turn = async () => {
      const end = performance.now() + Math.min(LONGEST, this.#rate.milliseconds / SHARE);
      do await slice();
      while (whole === undefined && !isStopped() && performance.now() < end);
    };
    try {
      while (whole === undefined && !isStopped()) {
        await this.#turns.run(() => this.#weightsLock.read(turn));
      }
    } finally {
      task.free();
    }
    return { step, isBest, prompt: sampling.prompt, text: whole ?? text, seed };
  }
}
