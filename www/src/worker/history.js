/** @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint */

/** Bytes of all checkpoints; the newest and the inspected one stay also where they need more. */
const MAX_BYTES = 64 * 2 ** 20;

/** The multiples of every power of ten at which a checkpoint is due. */
const MULTIPLES = [1, 2, 3, 5];

/**
 * The first of 1, 2, 3, 5, 10, 20, 30, 50, 100 … above a step.
 *
 * @param {number} step
 */
export function nextDue(step) {
  for (let power = 1; ; power *= 10) {
    const due = MULTIPLES.map((multiple) => multiple * power).find((due) => due > step);
    if (due !== undefined) return due;
  }
}

/** Checkpoints of a run at steps evenly spaced on a logarithmic scale, in bounded memory. */
export class History {
  /**
   * The inspected step, which stays; undefined is the current one.
   *
   * @type {number | undefined}
   */
  inspected;
  /** @type {{step: number, checkpoint: Checkpoint}[]} by ascending step */
  #entries = [];
  #dueAt = 0;
  #maxBytes;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The steps that training can go back to. */
  get steps() {
    return this.#entries.map(({ step }) => step);
  }

  get #bytes() {
    return this.#entries.reduce((sum, { checkpoint }) => sum + checkpoint.values.byteLength, 0);
  }

  /** @param {number} step that the run has reached */
  isDue(step) {
    return step >= this.#dueAt;
  }

  /**
   * @param {number} step
   * @param {Checkpoint} checkpoint
   */
  add(step, checkpoint) {
    this.#dueAt = nextDue(step);
    this.#entries.push({ step, checkpoint });
    const fitTwo = 2 * checkpoint.values.byteLength <= this.#maxBytes;
    // The first, the newest and the inspected one stay; every second of the others goes. Where two
    // do not fit, the first goes too.
    while (this.#bytes > this.#maxBytes) {
      const last = this.#entries.length - 1;
      const thinned = this.#entries.filter(
        ({ step }, i) => i === last || (fitTwo && i % 2 === 0) || step === this.inspected,
      );
      if (thinned.length === this.#entries.length) return;
      this.#entries = thinned;
    }
  }

  /**
   * @param {number} step one of `steps`
   * @returns {Checkpoint}
   */
  at(step) {
    const entry = this.#entries.find((entry) => entry.step === step);
    if (entry) return entry.checkpoint;
    throw new Error(
      `there is no checkpoint of step ${step}: choose one of ${this.steps.join(', ')}`,
    );
  }

  /**
   * Forgets the checkpoints of later steps.
   *
   * @param {number} step
   */
  goBackTo(step) {
    this.#entries = this.#entries.filter((entry) => entry.step <= step);
    this.#dueAt = nextDue(step);
    if (this.inspected !== undefined && this.inspected > step) this.inspected = undefined;
  }
}
