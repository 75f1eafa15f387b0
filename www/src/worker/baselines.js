import { runInSlices } from '../lib/run-in-slices.js';

/** Milliseconds of counting in which the worker hears no message. */
const SLICE = 20;
const ORDERS = [-1, 0, 1, 2, 3, 4, 5];

/**
 * The losses of a uniform guess and of all n-grams on the validation text, which training counts in
 * between; without a validation text that of the guess.
 *
 * @param {import('../../pkg/lstm_playground.js').Playground} playground
 * @returns {Promise<import('../shared/protocol.js').Baseline[]>} by ascending order
 */
export async function countBaselines(playground) {
  const baselines = [];
  const { validationChars } = playground.textReport();
  for (const order of validationChars > 0 ? ORDERS : ORDERS.slice(0, 1)) {
    const bitsPerChar = await runInSlices(
      { runFor: (milliseconds) => playground.baselineFor(order, milliseconds) },
      SLICE,
    );
    baselines.push({ order, bitsPerChar });
  }
  return baselines;
}
