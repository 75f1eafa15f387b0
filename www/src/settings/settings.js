/** The settings: the rows of the table that Rust writes, each with its words on screen. */

import json from '../../pkg/settings.json' with { type: 'json' };
import { samplingHelp, settingHelp } from './help.js';

/**
 * @typedef {import('./setting.js').Setting} Setting
 * @typedef {import('../../pkg/lstm_playground.js').Setting} TableRow
 */

const table = /** @type {import('../../pkg/lstm_playground.js').SettingsTable} */ (json);

/** The written form of a schedule, and the length of the longest text. */
export const { schedule: scheduleForm, maxTextChars } = table;

/**
 * The page's own setting: the number of workers that share a step; 0 lets the page choose. It
 * changes no result.
 *
 * @type {TableRow}
 */
const workers = {
  name: 'workers',
  kind: 'integer',
  min: 0,
  max: 8,
  allowed: 'a whole number from 0 to 8',
  default: 0,
  unit: 'workers',
};

/** The settings of a run, and of the page. */
export const settings = withHelp([...table.settings, workers], settingHelp);

export const samplingOptions = withHelp(table.sampling, samplingHelp);

/**
 * @param {TableRow[]} rows
 * @param {import('./help.js').Help} help
 * @returns {Setting[]}
 */
function withHelp(rows, help) {
  return rows.map((row) => ({ ...row, ...help[row.name] }));
}

/**
 * The attribute of a setting: hiddenSize -> hidden-size.
 *
 * @param {string} name
 */
export const attributeOf = (name) => name.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`);

/**
 * The suggested values of all settings for a text of this length.
 *
 * @param {number} chars
 * @returns {Record<string, unknown>}
 */
export function suggestedConfig(chars) {
  const suggestion = table.suggestions.findLast(({ fromChars }) => fromChars <= chars);
  return { ...defaultsOf(settings), ...suggestion?.config };
}

/** The sampling options at first. Without a seed, every text has a new one. */
export const defaultSampling = { ...defaultsOf(samplingOptions), seed: undefined };

/** @param {Setting[]} list */
function defaultsOf(list) {
  return Object.fromEntries(list.map((setting) => [setting.name, setting.default]));
}

/**
 * The number of weights of a network.
 *
 * @param {Record<string, any>} config
 * @param {number} vocabSize
 * @returns {number | undefined} undefined for an unknown cell
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
 * The hidden size that gives a network the nearest to a number of weights.
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
  const difference = (hiddenSize) =>
    Math.abs((countWeights({ ...config, hiddenSize }, vocabSize) ?? Infinity) - weights);
  let best = min;
  for (let size = min + 1; size <= max; size++)
    if (difference(size) < difference(best)) best = size;
  return best;
}
