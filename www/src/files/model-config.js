/** `config.json` of a model: the arguments of `CharModel` in `python/char_model.py`, by their names. */

import { settings } from '../settings/settings.js';
import { fileName, objectIn, settingsOf } from './metadata.js';
import { quoted, refuse } from './run-file-error.js';

/**
 * @typedef {object} Model a network with its vocabulary, apart from its text
 * @property {Pick<import('../shared/protocol.js').Config,
 *   'cell' | 'hiddenSize' | 'numLayers' | 'dropout'>} config
 * @property {string} vocabulary its characters in the order of their ids
 * @property {string} separator the end of each document, before whose last character the state is
 *   zero; empty for a text without documents
 * @property {boolean} readsUnknown true where every other character is read as U+FFFD
 * @property {Float32Array} weights tensor after tensor, each column by column
 */

/** The settings that the network has. */
const SETTINGS = /** @type {const} */ (['cell', 'hiddenSize', 'numLayers', 'dropout']);

/**
 * The value of `config.json`.
 *
 * @param {Model} model
 * @returns {Record<string, string | number | boolean>}
 */
export const modelConfig = ({ config, vocabulary, separator, readsUnknown }) => ({
  ...Object.fromEntries(SETTINGS.map((name) => [fileName(name), config[name]])),
  separator,
  reads_unknown: readsUnknown,
  vocabulary,
});

/** The settings of `config.json`; those after the sizes may be missing. */
const written = [...SETTINGS, 'separator'].map(
  (name) => /** @type {typeof settings[number]} */ (settings.find((each) => each.name === name)),
);
const OPTIONAL = ['dropout', 'separator'];

/**
 * @param {import('./metadata.js').Metadata} metadata with the text of `config.json` as `config`
 * @returns {Omit<Model, 'weights'>}
 * @throws {import('./run-file-error.js').RunFileError}
 */
export function readModelConfig(metadata) {
  if (!Object.hasOwn(metadata, 'config')) {
    const expected = '"config" in "__metadata__", or config.json opened together with it';
    refuse('it does not tell its cell and its letters', expected);
  }
  const { vocabulary, reads_unknown: readsUnknown = false, ...rest } = objectIn(metadata, 'config');
  const { separator = '', ...values } = settingsOf(rest, 'config', written, OPTIONAL);
  if (typeof vocabulary !== 'string' || !isVocabulary(vocabulary)) {
    refuse(`vocabulary in "config" is ${quoted(vocabulary)}`, 'a string with each letter once');
  }
  if (typeof readsUnknown !== 'boolean') {
    refuse(`reads_unknown in "config" is ${quoted(readsUnknown)}`, 'true or false');
  }
  const config = /** @type {Model['config']} */ (
    /** @type {unknown} */ ({ dropout: 0, ...values })
  );
  return { config, vocabulary, separator: String(separator), readsUnknown };
}

/** @param {string} vocabulary */
function isVocabulary(vocabulary) {
  const chars = [...vocabulary];
  return (
    !/\p{Surrogate}/u.test(vocabulary) && chars.length > 0 && new Set(chars).size === chars.length
  );
}
