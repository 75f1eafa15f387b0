/**
 * Writes trained models of every cell as a reader takes them away, each in a folder: model.onnx,
 * model.safetensors and config.json. models.json has the texts that they read and their probabilities
 * of the next letters, for onnx_runtime.py to compute again.
 *
 *     node tests/interop/models.mjs target/interop_models
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { cells } from '../../www/src/cells/cells.js';
import { modelConfig } from '../../www/src/files/model-config.js';
import { writeModel } from '../../www/src/files/model-file.js';
import { writeOnnx } from '../../www/src/files/onnx-model.js';

const TEXT = 'A model leaves the page whole: früh am Morgen 漢字, and so on.\n'.repeat(20);
const CONFIG = { hiddenSize: 24, seqLen: 30, batchSize: 3 };
const LAYERS = [1, 2, 3];
/** The starts in the text of the batch members. */
const STARTS = [0, 77];
const CHARS = 150;

const [folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const models = cells.flatMap(({ name: cell }) =>
  LAYERS.map((numLayers) => {
    const playground = new Playground(TEXT, { ...CONFIG, cell, numLayers });
    playground.trainSteps(60);
    const { vocabulary, readsUnknown, weights } = playground.network().model();
    const model = { config: playground.config(), vocabulary, readsUnknown, separator: '', weights };
    const name = `${cell}-${numLayers}`;
    mkdirSync(join(folder, name), { recursive: true });
    const files = {
      'model.onnx': writeOnnx(model),
      'model.safetensors': new Uint8Array(writeModel(model)),
      'config.json': JSON.stringify(modelConfig(model)),
    };
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(join(folder, name, file), content);
    }
    const texts = STARTS.map((start) => TEXT.slice(start, start + CHARS));
    return {
      ...{ name, cell, num_layers: numLayers, texts },
      parameters: playground.parameterNames(),
      probabilities: texts.map((text) => [...playground.inspect(text).probabilities]),
    };
  }),
);
writeFileSync(join(folder, 'models.json'), JSON.stringify({ models }));
