/** The folder of a model for the Hugging Face Hub, as one .zip. */

import { downloadZip } from 'client-zip';
import { modelCard } from './model-card.js';
import { modelConfig } from './model-config.js';
import { writeModel } from './model-file.js';
import { writeOnnx } from './onnx-model.js';

/**
 * @param {string} name of the folder
 * @param {import('./model-card.js').CardFacts} facts
 * @param {Record<string, string>} programs that train and load it, by their names
 * @returns {Promise<Blob>}
 * @throws {import('./run-file-error.js').RunFileError} for a model that is too large
 */
export function hubFolder(name, facts, programs) {
  const { model } = facts;
  /** @type {Record<string, string | ArrayBuffer | Uint8Array<ArrayBuffer>>} */
  const files = {
    'README.md': modelCard(facts),
    'config.json': `${JSON.stringify(modelConfig(model), undefined, 2)}\n`,
    'model.safetensors': writeModel(model),
    'model.onnx': writeOnnx(model),
    ...programs,
  };
  const lastModified = new Date();
  const entries = Object.entries(files).map(([file, input]) => ({
    ...{ name: `${name}/${file}`, input, lastModified },
  }));
  return downloadZip(entries).blob();
}
