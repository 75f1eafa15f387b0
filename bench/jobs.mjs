/** The measurements: each contender's work, and the order of a run. */

import { randomText } from '../www/src/shared/benchmark.js';
import { contenders } from './contenders.mjs';
import { generatedText } from './generated-text.mjs';

/** Characters of a stream in one window. */
export const SEQ_LEN = 64;
/** Distinct characters of the random text. */
export const VOCAB = 65;
/** Seconds of training after which the second table reads the validation bits. */
export const MOMENTS = [15, 30, 60];

/**
 * One training, in a browser or in Python.
 *
 * @typedef {object} Job
 * @property {number} hidden units of the one layer
 * @property {number} batch streams side by side
 * @property {number} seqLen characters of a stream in one window
 * @property {string} text
 * @property {number} vocab distinct characters of the text
 * @property {number} learningRate
 * @property {number} validationFraction the share of the text that is not trained on, in blocks
 * @property {number[]} [moments] seconds of training after which the validation bits are read;
 *   without them, the speed is measured
 *
 * @typedef {'speed' | 'learning'} Table
 *
 * @typedef {object} Cell one measurement of a table
 * @property {Table} table
 * @property {number} launch from 1
 * @property {string} name of the contender
 * @property {number} hidden
 * @property {number} batch
 */

/**
 * The measurements of a run, in their order: every launch has all contenders one after the other,
 * so that a slow moment of the machine hits them alike.
 *
 * @param {Pick<import('./options.mjs').Options, 'launches' | 'learning' | 'hidden' | 'batch'>} options
 * @param {string[]} names of contenders
 * @returns {Generator<Cell>}
 */
export function* plan({ launches, learning, hidden: sizes, batch: batches }, names) {
  for (let launch = 1; launch <= launches; launch++) {
    for (const batch of batches) {
      for (const hidden of sizes) {
        for (const name of names) {
          const { applies = () => true } = contenders[name];
          if (applies({ hidden, batch })) yield { table: 'speed', launch, name, hidden, batch };
        }
      }
    }
  }
  const learners = names.filter((name) => contenders[name].learns);
  for (let launch = 1; launch <= learning; launch++) {
    for (const name of learners) {
      yield { table: 'learning', launch, name, hidden: 128, batch: 32 };
    }
  }
}

/**
 * @param {Cell} cell
 * @returns {Job}
 */
export function jobOf({ table, hidden, batch }) {
  const shape = { hidden, batch, seqLen: SEQ_LEN };
  if (table === 'speed') {
    // Without validation text, so that the training text has every character.
    const untried = { learningRate: 0.001, validationFraction: 0 };
    return { ...shape, ...untried, text: randomText(VOCAB), vocab: VOCAB };
  }
  const text = generatedText();
  // As the page sets them for this network.
  const settings = { learningRate: 0.004, validationFraction: 0.1 };
  return { ...shape, ...settings, text, vocab: new Set(text).size, moments: MOMENTS };
}
