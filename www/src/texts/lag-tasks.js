/** Texts with characters that need memory, and the settings of a small model to learn them. */

import { formatCount } from '../lib/format.js';

/** @typedef {import('../shared/protocol.js').LagSource} LagSource */

/**
 * The tasks, each with the memory that it needs.
 *
 * @type {ReadonlyMap<string, string>}
 */
export const TASKS = new Map([
  ['recall', 'one of four letters'],
  ['bracket', 'one of four brackets'],
  ['copy', 'letters, in the same order'],
  ['count', 'as many b as there were a'],
  ['date', 'a date in another form'],
  ['add', 'two numbers to add'],
]);

/** Characters of the training text. */
const TRAINING_CHARS = 40_000;
/** Characters of the recall text. */
const RECALL_CHARS = 8_000;
/** The number of lags in a window: a character and its cause are mostly in the same window. */
const WINDOW_LAGS = 3;
/** The number of further characters in a window. */
const WINDOW_MARGIN = 8;

/**
 * The training text of a task.
 *
 * @param {string} task
 * @param {number} lag
 * @param {number} seed
 * @returns {LagSource}
 */
export const lagSource = (task, lag, seed) => ({ task, lag, chars: TRAINING_CHARS, seed });

/**
 * Another text of the same kind, on which recall is measured.
 *
 * @param {LagSource} source
 * @returns {LagSource}
 */
export const recallTextOf = (source) => ({
  ...source,
  chars: RECALL_CHARS,
  seed: (source.seed + 1) % 2 ** 32,
});

/**
 * The settings of a model that trains fast and can recall a letter.
 *
 * @param {LagSource} source
 */
export const settingsFor = ({ lag, seed }) => ({
  hiddenSize: 32,
  numLayers: 1,
  batchSize: 8,
  learningRate: 0.01,
  dropout: 0,
  seqLen: WINDOW_LAGS * lag + WINDOW_MARGIN,
  seed,
});

/**
 * "21 to 40 letters": the lags of the lines whose characters count as recalled, where the greatest
 * is 40.
 *
 * @param {number} greatest
 */
export const countedLags = (greatest) =>
  (greatest > 1 ? `${Math.floor(greatest / 2) + 1} to ` : '') + formatCount(greatest, 'letter');

/**
 * A task as the reader sees it, and the settings that suit its text.
 *
 * @param {LagSource} source
 */
export const taskOf = (source) => ({
  source,
  title: `${source.task[0].toUpperCase()}${source.task.slice(1)}, lag ${source.lag}`,
  effect: `To remember over up to ${formatCount(source.lag, 'letter')}: ${TASKS.get(source.task)}.`,
  config: settingsFor(source),
  recallText: recallTextOf(source),
});
