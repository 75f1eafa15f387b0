/** What can be set, from the table that the Rust crate wrote: names, ranges and defaults have one home. */

import json from '../../pkg/settings.json' with { type: 'json' };

const table = /** @type {import('../../pkg/lstm_playground.js').SettingsTable} */ (json);

/** `settings` of the model, options of `sampling`, and the longest text. */
export const { settings, sampling: samplingOptions, maxTextChars } = table;

/**
 * The attribute that stands for a setting: hiddenSize -> hidden-size.
 *
 * @param {string} name
 */
export const attributeOf = (name) => name.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`);

/**
 * The settings that suit a text of this length.
 *
 * @param {number} chars
 * @returns {Record<string, unknown>} all of them
 */
export function suggestedConfig(chars) {
  const suggestion = table.suggestions.findLast(({ fromChars }) => fromChars <= chars);
  return { ...defaultsOf(settings), ...suggestion?.config };
}

/** The sampling options to begin with. Without a seed, pressing Generate twice gives two texts. */
export const defaultSampling = { ...defaultsOf(samplingOptions), seed: undefined };

/** @param {import('./setting.js').Setting[]} list */
function defaultsOf(list) {
  return Object.fromEntries(list.map((setting) => [setting.name, setting.default]));
}

/**
 * The weights of a whole network.
 *
 * @param {Record<string, any>} config
 * @param {number} vocabSize
 * @returns {number | undefined} nothing when the settings do not say
 */
export function countWeights({ cell, hiddenSize, numLayers }, vocabSize) {
  const size = table.cells.find(({ name }) => name === cell);
  if (!size) return undefined;
  /** @param {number} inputSize */
  const layer = (inputSize) =>
    hiddenSize * (size.perInput * inputSize + size.perHidden * hiddenSize + size.perUnit);
  const head = vocabSize * (hiddenSize + 1);
  return layer(vocabSize) + (numLayers - 1) * layer(hiddenSize) + head;
}

/**
 * The hidden size at which a network has about a given number of weights.
 *
 * @param {Record<string, any>} config
 * @param {number} vocabSize
 * @param {number} weights
 */
export function hiddenSizeFor(config, vocabSize, weights) {
  const { min, max } = /** @type {{min: number, max: number}} */ (
    settings.find(({ name }) => name === 'hiddenSize')
  );
  /** @param {number} hiddenSize */
  const away = (hiddenSize) =>
    Math.abs((countWeights({ ...config, hiddenSize }, vocabSize) ?? Infinity) - weights);
  let best = min;
  for (let size = min + 1; size <= max; size++) if (away(size) < away(best)) best = size;
  return best;
}
