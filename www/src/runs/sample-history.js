/** @typedef {import('../shared/protocol.js').Sample} Sample */

const LIMIT = 40;
/** The newest entries, which are never removed. */
const RECENT = 10;

/**
 * The texts that the model wrote, oldest first. A history that grows too long loses every other old
 * entry, so that the noise of the beginning stays next to the newest text.
 */
export class SampleHistory {
  /** @type {readonly Sample[]} */
  samples = [];

  /** @param {Sample} sample */
  add(sample) {
    const recent = this.samples.length - RECENT;
    const remaining =
      this.samples.length < LIMIT
        ? this.samples
        : this.samples.filter((_, i) => i % 2 === 0 || i >= recent);
    this.samples = [...remaining, sample];
  }
}
