/** The windows of the text, for the other libraries. */

/** @typedef {(batch: number, t: number) => number} Ids a character's id by stream and time */

/**
 * Yields consecutive windows: stream b repeats the b-th part of the text.
 *
 * @param {import('./jobs.mjs').Job} job
 * @returns {() => {inputs: Ids, targets: Ids}} the next window; a target is the character after its
 *   input
 */
export function windows({ batch, seqLen, text }) {
  const streamLength = Math.floor((text.length - 1) / batch);
  const windowsInStream = Math.floor(streamLength / seqLen);
  let next = 0;
  return () => {
    const start = (next++ % windowsInStream) * seqLen;
    /** @type {Ids} */
    const inputs = (b, t) => text.charCodeAt(b * streamLength + start + t) - 48;
    return { inputs, targets: (b, t) => inputs(b, t + 1) };
  };
}
