/** Texts in which something has to be remembered, and models that are fit to learn them. */

/** @typedef {import('../shared/protocol.js').LagSource} LagSource */

/** Tasks by name: what has to be remembered. @type {Record<string, string>} */
export const TASKS = {
  recall: 'one of two letters, after others that say nothing',
  bracket: 'which of four brackets was opened',
  copy: 'letters, in the same order',
  count: 'as many b as there were a',
  date: 'a date, in another form',
  add: 'two numbers, to be added',
};

/** Characters that are learnt, and those on which it is tried. */
const [LEARNT, TRIED] = [40_000, 8_000];
/** Lags in a window, and what is besides: what is remembered and what it is remembered for are to be in one, mostly. */
const [LAGS, BESIDES] = [3, 8];

/** What is to be learnt. @param {string} task @param {number} lag @param {number} seed @returns {LagSource} */
export const sourceOf = (task, lag, seed) => ({ task, lag, chars: LEARNT, seed });

/** Another text of the same kind, to try what was learnt. @param {LagSource} source @returns {LagSource} */
export const recallTextOf = (source) => ({
  ...source,
  chars: TRIED,
  seed: (source.seed + 1) % 2 ** 32,
});

/** Settings of a model that has room for one letter, and is quickly trained. @param {LagSource} source */
export const settingsFor = ({ lag, seed }) => ({
  ...{ hiddenSize: 32, numLayers: 1, batchSize: 8, learningRate: 0.01, dropout: 0 },
  ...{ seqLen: LAGS * lag + BESIDES, seed },
});
