/** `model.safetensors`: the weights of a model by PyTorch's names, with `config.json` as metadata. */

import { areFinite } from './checkpoint-tensors.js';
import { modelConfig, readModelConfig } from './model-config.js';
import { modelTensors, takeModel } from './model-tensors.js';
import { quoted, refuse } from './run-file-error.js';
import { writeSafetensors } from './safetensors.js';
import { inOrder } from './vocabulary-order.js';

/**
 * @typedef {import('./model-config.js').Model} Model
 * @typedef {import('./safetensors.js').Tensors} Tensors
 */

/** The version of the metadata's `lstm_playground`. */
export const MODEL_VERSION = '1';

/**
 * @param {Model} model
 * @returns {ArrayBuffer} the same bytes for the same model
 * @throws {import('./run-file-error.js').RunFileError} for a model that is too large
 */
export const writeModel = (model) =>
  writeSafetensors(
    {
      tensors: modelTensors(model.weights, model.config, [...model.vocabulary].length),
      metadata: {
        format: 'pt', // what transformers and the Hub expect
        lstm_playground: MODEL_VERSION,
        config: JSON.stringify(modelConfig(model)),
      },
    },
    'The model is too large to be exported',
  );

/**
 * True for the content of a file that is a model, or was meant to be one.
 *
 * @param {Tensors} content
 */
export const isModel = ({ tensors, metadata }) =>
  Object.hasOwn(metadata, 'lstm_playground') || tensors.has('head.weight');

/**
 * @param {Tensors} content of a safetensors file
 * @param {string} [config] the text of `config.json`, for a file whose metadata lack it
 * @returns {Model}
 * @throws {import('./run-file-error.js').RunFileError} for a file that is no model
 */
export function readModel({ tensors, metadata }, config) {
  checkVersion(metadata);
  const read = readModelConfig({ ...(config !== undefined && { config }), ...metadata });
  const weights = takeModel(tensors, read.config, [...read.vocabulary].length);
  if (!areFinite(weights)) refuse('a sum of two biases is not finite', 'finite numbers');
  const [rest] = tensors.keys();
  if (rest !== undefined) refuse(`there is a tensor ${quoted(rest)}`, 'those of the model alone');
  return inOrder({ ...read, weights });
}

/** @param {Record<string, string>} metadata */
function checkVersion({ lstm_playground: version = MODEL_VERSION }) {
  if (version === MODEL_VERSION) return;
  const given = `its format has the version ${quoted(version)}`;
  if (Number(version) > Number(MODEL_VERSION)) {
    refuse(`${given}, and this page reads ${MODEL_VERSION}: use a newer one`);
  }
  refuse(given, MODEL_VERSION);
}
