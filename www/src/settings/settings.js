/** The settings: the rows of the table that Rust writes, and the page's own. */

import json from '../../pkg/settings.json' with { type: 'json' };

/** @typedef {import('./setting.js').Setting} Setting */
/** @typedef {import('../../pkg/lstm_playground.js').SettingsTable} SettingsTable */

const table = /** @type {Omit<SettingsTable, 'cells' | 'counters'>} */ (json);

/** The written form of a schedule, and the length of the longest text. */
export const { schedule: scheduleForm, maxTextChars } = table;

/**
 * The page's own setting: the number of workers that share a step; 0 lets the page choose. It
 * changes no result.
 *
 * @type {Setting}
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
export const settings = [...table.settings, workers];

export const { sampling: samplingOptions } = table;

/**
 * The attribute of a setting: hiddenSize -> hidden-size.
 *
 * @param {string} name
 */
export const attributeOf = (name) => name.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`);

/**
 * The suggested values of all settings for a text.
 *
 * @param {number} chars its length
 * @param {number} distinctChars
 * @returns {import('../shared/protocol.js').Config}
 */
export function suggestedConfig(chars, distinctChars) {
  const suggestion = table.suggestions.findLast(
    ({ fromChars, fromDistinct }) => fromChars <= chars && fromDistinct <= distinctChars,
  );
  return /** @type {any} */ ({ ...defaultsOf(settings), ...suggestion?.config });
}

/** The initial sampling options. Without a seed, every text gets a new one. */
export const defaultSampling = { ...defaultsOf(samplingOptions), seed: undefined };

/** @param {Setting[]} list */
function defaultsOf(list) {
  return Object.fromEntries(list.map((setting) => [setting.name, setting.default]));
}
