/** The network of the lessons on the gates: small, so that its file is small, and it recalls a letter. */

import { lagSource } from '../texts/lag-tasks.js';

/** @typedef {import('./lesson.js').Act} Act */

/** Optimiser updates of its training. */
export const STEPS = 1200;

/** A letter to remember over ten others. */
export const task = lagSource('recall', 10, 1);

/** @type {Partial<import('../shared/protocol.js').Config>} */
export const config = {
  hiddenSize: 18,
  learningRate: 0.02,
  // The rate falls to 0, so that the recall does not depend on the noise of the last steps.
  schedule: `cosine:0:${STEPS}`,
  validationFraction: 0,
  patience: 0,
  seed: 1,
};

/**
 * The trained network, from its file.
 *
 * @type {Act}
 */
export const trained = { model: 'recall', train: STEPS };

/**
 * All units of its layer held at a value.
 *
 * @param {string} quantity
 * @param {number} value
 */
export const held = (quantity, value) => [{ layer: 0, quantity, value }];

/** A network recalls if it is right at least this often. */
export const RECALLS = 0.95;
/** A network guesses if it is right at most this much more often than always the same guess. */
export const MARGIN = 0.1;
