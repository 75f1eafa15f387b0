/** `config.json` of a model: the arguments of `CharModel` in `python/char_model.py`, by their names. */

import { fileName } from './metadata.js';

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
