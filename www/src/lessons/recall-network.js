/** The network of the lessons on the gates: small, so that its file is small, and it recalls a letter. */

import { lagSource } from '../texts/lag-tasks.js';
import { meanAt, otherPredictions, rangeOf, whatFollows } from './reading-figures.js';

/**
 * @typedef {import('./lesson.js').Act} Act
 * @typedef {import('./lesson.js').Figures} Figures
 * @typedef {import('./lesson.js').Step} Step
 * @typedef {import('./lab.js').Lab} Lab
 */

/** Optimiser updates of its training. */
export const STEPS = 1200;
/** Letters on which gates are averaged. */
const LETTERS = 1000;
/** Letters after which predictions are compared; the strings name them. */
const COMPARED = 60;

/** A letter to remember over ten others. */
export const task = lagSource('recall', 10, 1);

/** @type {Partial<import('../shared/protocol.js').Config>} */
export const config = {
  hiddenSize: 18,
  learningRate: 0.02,
  // The rate falls to a tenth, so that the recall depends less on the noise of the last steps.
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

/**
 * The right one of three answers: as often right as the trained network, less often, or no more often than a guess.
 *
 * @param {number} share
 * @param {Figures} figures
 * @returns {0 | 1 | 2}
 */
export const compared = (share, { recalled, guessed }) =>
  share > guessed + MARGIN ? (share > recalled - MARGIN ? 0 : 1) : 2;

/**
 * The trained network, and the means of one of its gates at the first letters of lines, at the letters in
 * between, at the question marks and at the line breaks.
 *
 * @param {string} quantity
 * @returns {Step}
 */
export const trainedStep = (quantity) => ({
  say: 'trained',
  do: [trained],
  async see(lab) {
    const { accuracy, mostFrequent } = await lab.recall();
    const text = lab.excerpt(0, LETTERS);
    const reading = await lab.read(text);
    const mean = (/** @type {RegExp} */ places) =>
      meanAt(
        reading,
        quantity,
        [...text.matchAll(places)].map(({ index }) => index),
      );
    return {
      ...{ recalled: accuracy, guessed: mostFrequent },
      ...{ atFirst: mean(/(?<=\n|^)[a-d]/g), between: mean(/[xyz]/g) },
      ...{ asked: mean(/\?/g), atBreak: mean(/\n/g) },
    };
  },
});

/**
 * The gate held at 0, where a network gives the same answer whatever it reads, and at a tenth.
 *
 * @param {string} quantity
 * @returns {Step}
 */
export const shutStep = (quantity) => ({
  say: 'shut',
  ask: (figures) => compared(figures.shut, figures),
  do: [{ open: 'surgery' }, { clamp: held(quantity, 0) }],
  async see(lab) {
    const reading = await lab.read(lab.excerpt(0, COMPARED), held(quantity, 0));
    return {
      shut: (await lab.recall(held(quantity, 0))).accuracy,
      tenth: (await lab.recall(held(quantity, 0.1))).accuracy,
      answer: whatFollows(reading, lab.session.run?.vocabulary ?? ''),
    };
  },
});

/**
 * The memory and the predictions while the gate is held at 0.
 *
 * @param {string} quantity
 * @returns {Step}
 */
export const memoryStep = (quantity) => ({
  say: 'memory',
  ask: ({ memory, others }) => (memory === 0 ? 0 : others === 0 ? 1 : 2),
  do: [{ clamp: held(quantity, 0) }],
  async see(lab) {
    const reading = await lab.read(lab.excerpt(0, COMPARED), held(quantity, 0));
    const { low, high } = rangeOf(reading, 'cell');
    return { memory: Math.max(-low, high), others: otherPredictions(reading) };
  },
});

/**
 * The same network trained without a gate.
 *
 * @param {import('../shared/protocol.js').Config['cell']} cell
 * @param {(lab: Lab) => Promise<Figures>} [more] other figures of it
 * @returns {Step}
 */
export const withoutStep = (cell, more) => ({
  say: 'without',
  ask: (figures) => compared(figures.without, figures),
  do: [{ set: { cell } }, { train: STEPS }],
  see: async (lab) => ({ without: (await lab.recall()).accuracy, ...(await more?.(lab)) }),
});
