import { nextTask } from '../lib/next-task.js';
import { Push } from '../shared/protocol.js';

/** Gradients compared in each tensor, at most. */
const ENTRIES = 16;
/** Milliseconds in which the worker hears nothing else. */
const SLICE = 20;

/**
 * Compares the gradients of the model as it is now with difference quotients, in slices. One at a time: the model keeps
 * one comparison on its way.
 *
 * @param {import('../../pkg/lstm_playground.js').Playground} playground
 * @param {number} step the model's age
 * @param {(name: string, value: import('../shared/protocol.js').Proof) => void} push
 */
export async function proveInSlices(playground, step, push) {
  playground.startGradientCheck(ENTRIES);
  let report;
  while ((report = playground.checkGradientsFor(SLICE)) !== undefined) {
    push(Push.proof, { step, report });
    await nextTask();
  }
}
