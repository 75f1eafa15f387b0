/** @typedef {import('../../pkg/lstm_playground.js').Snapshot} Snapshot */

/** Bytes that all snapshots may take. */
const MAX_BYTES = 64 * 2 ** 20;

/** Of every power of ten, the multiples at which a snapshot is kept. */
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

/** A run at steps that are further and further apart, in bounded memory. */
export class History {
  /** The step that is looked at: it stays; undefined is now. @type {number | undefined} */
  viewed;
  /** @type {{step: number, snapshot: Snapshot}[]} by ascending step */
  #entries = [];
  #dueAt = 0;
  #maxBytes;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The steps to which one can go back. */
  get steps() {
    return this.#entries.map(({ step }) => step);
  }

  /** @param {number} step that the run has reached */
  isDue(step) {
    return step >= this.#dueAt;
  }

  /**
   * @param {number} step
   * @param {Snapshot} snapshot
   */
  add(step, snapshot) {
    this.#dueAt = nextDue(step);
    this.#entries.push({ step, snapshot });
    const each = snapshot.values.byteLength;
    // The first one, the newest and the one that is looked at stay; of the others every second goes.
    while (this.#entries.length * each > this.#maxBytes) {
      const last = this.#entries.length - 1;
      const kept = this.#entries.filter(
        ({ step }, i) => i === last || i % 2 === 0 || step === this.viewed,
      );
      if (kept.length === this.#entries.length) return;
      this.#entries = kept;
    }
  }

  /**
   * @param {number} step one of `steps`
   * @returns {Snapshot}
   */
  at(step) {
    const entry = this.#entries.find((entry) => entry.step === step);
    if (entry) return entry.snapshot;
    throw new Error(`step ${step} is not kept: choose one of ${this.steps.join(', ')}`);
  }

  /**
   * Forgets what comes after a step.
   *
   * @param {number} step
   */
  goBackTo(step) {
    this.#entries = this.#entries.filter((entry) => entry.step <= step);
    this.#dueAt = nextDue(step);
    if (this.viewed !== undefined && this.viewed > step) this.viewed = undefined;
  }
}
