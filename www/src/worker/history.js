/** @typedef {import('../../pkg/lstm_playground.js').Snapshot} Snapshot */

/** Bytes that all snapshots may take. */
const MAX_BYTES = 64 * 2 ** 20;

/** Of every power of ten, the multiples at which a snapshot is kept. */
const MULTIPLES = [1, 2, 3, 5];

/** The first of 1, 2, 3, 5, 10, 20, 30, 50, 100 … above a step. @param {number} step */
export function nextDue(step) {
  for (let power = 1; ; power *= 10) {
    const due = MULTIPLES.map((multiple) => multiple * power).find((due) => due > step);
    if (due !== undefined) return due;
  }
}

/** A run at steps that are further and further apart, in bounded memory. */
export class History {
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

  /** @param {number} step @param {Snapshot} snapshot */
  add(step, snapshot) {
    this.#dueAt = nextDue(step);
    this.#entries.push({ step, snapshot });
    const each = snapshot.values.byteLength;
    // The first one and the newest stay; of the others every second goes.
    while (this.#entries.length * each > this.#maxBytes && this.#entries.length > 2) {
      const last = this.#entries.length - 1;
      this.#entries = this.#entries.filter((_, i) => i === last || i % 2 === 0);
    }
  }

  /** @param {number} step one of `steps` @returns {Snapshot | undefined} */
  at(step) {
    return this.#entries.find((entry) => entry.step === step)?.snapshot;
  }

  /** Forgets what comes after a step. @param {number} step */
  goBackTo(step) {
    this.#entries = this.#entries.filter((entry) => entry.step <= step);
    this.#dueAt = nextDue(step);
  }
}
