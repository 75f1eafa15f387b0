import { nextTask } from '../lib/next-task.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').TrainedTo} TrainedTo
 */

/** Milliseconds in which nothing else is heard. */
const SLICE = 30;

/**
 * Trains a model to a given step, one update after the other: what it tells does not depend on how fast that went.
 *
 * @param {Playground} playground
 * @param {number} goal
 * @returns {Promise<TrainedTo>}
 */
export async function trainTo(playground, goal) {
  let [nats, chars] = [0, 0];
  const milliseconds = await inSlices(() => {
    if (playground.steps() >= goal) return true;
    const report = playground.trainSteps(1);
    nats += report.loss * report.chars;
    chars += report.chars;
    return report.step >= goal;
  });
  const validationBits = await validationBitsOf(playground);
  const bitsPerChar = nats / chars / Math.LN2;
  return { step: playground.steps(), bitsPerChar, chars, milliseconds, validationBits };
}

/** @param {Playground} playground @returns {Promise<number | undefined>} undefined when there is nothing to validate on */
async function validationBitsOf(playground) {
  if (playground.textReport().validationChars === 0) return undefined;
  /** @type {number | undefined} */
  let bits;
  await inSlices(() => {
    bits = playground.evaluateFor(0)?.bitsPerChar;
    return bits !== undefined;
  });
  return bits;
}

/** @param {() => boolean} act until it says that it is done @returns {Promise<number>} the milliseconds that it took */
async function inSlices(act) {
  let spent = 0;
  let isDone = false;
  while (!isDone) {
    const start = performance.now();
    do isDone = act();
    while (!isDone && performance.now() - start < SLICE);
    spent += performance.now() - start;
    await nextTask();
  }
  return spent;
}
