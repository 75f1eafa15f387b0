/** @typedef {import('../shared/protocol.js').Sample} Sample */

const LIMIT = 40;
const RECENT = 10;

/**
 * What the model wrote, oldest first. When it grows too long every other old entry goes, so that the noise of the
 * beginning stays beside the text of now.
 */
export class SampleHistory {
  /** @type {readonly Sample[]} */
  samples = [];

  /** @param {Sample} sample */
  add(sample) {
    const recent = this.samples.length - RECENT;
    const kept =
      this.samples.length < LIMIT
        ? this.samples
        : this.samples.filter((_, i) => i % 2 === 0 || i >= recent);
    this.samples = [...kept, sample];
  }
}
