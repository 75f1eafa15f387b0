/** `model.safetensors`: the weights of a model by PyTorch's names, with `config.json` as metadata. */

import { modelConfig } from './model-config.js';
import { modelTensors } from './model-tensors.js';
import { writeSafetensors } from './safetensors.js';

/** The version of the metadata's `lstm_playground`. */
export const MODEL_VERSION = '1';

/**
 * @param {import('./model-config.js').Model} model
 * @returns {ArrayBuffer} the same bytes for the same model
 */
export const writeModel = (model) =>
  writeSafetensors({
    tensors: modelTensors(model.weights, model.config, [...model.vocabulary].length),
    metadata: {
      format: 'pt', // what transformers and the Hub expect
      lstm_playground: MODEL_VERSION,
      config: JSON.stringify(modelConfig(model)),
    },
  });
