/**
 * Writes a model that trains on with PyTorch, and opens what training.py has made of it.
 *
 *     node tests/interop/training.mjs write target/interop_training
 *     python3 tests/interop/training.py target/interop_training
 *     node tests/interop/training.mjs read target/interop_training
 */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { modelConfig } from '../../www/src/files/model-config.js';
import { readModel, writeModel } from '../../www/src/files/model-file.js';
import { readSafetensors } from '../../www/src/files/safetensors.js';
import { seededRandom } from '../../www/src/lib/random.js';

const [act, folder] = process.argv.slice(2);
initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const random = seededRandom(5);
const words = ['schön', 'rain', 'e\u0301tude', 'wheel', '漢字', 'white', 'a', 'so much'];
const documentOf = (/** @type {number} */ count) =>
  Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ');
/** Documents of some lengths, with letters that NFC composes and line ends of other systems. */
const TEXT = Array.from({ length: 150 }, (_, i) => documentOf(3 + (i % 60))).join('\r\n\r\n');

const CONFIG = { hiddenSize: 12, numLayers: 2, seqLen: 32, batchSize: 8, separator: '\n\n' };
/** Texts whose split has a special case: documents in one block, the end of the text, no unseen text. */
const SPLITS = [
  { text: TEXT, separator: '\n\n', validationFraction: 0.1 },
  { text: TEXT, separator: ' ', validationFraction: 0.5 },
  { text: TEXT, separator: '', validationFraction: 0.2 },
  { text: documentOf(9), separator: '', validationFraction: 0.1 },
  { text: 'a\nb\nc\nd\n'.repeat(9), separator: '\n', validationFraction: 0.3 },
  { text: 'aaaaaaaaaab', separator: 'aaa', validationFraction: 0.5 },
  { text: 'abcd', separator: '', validationFraction: 0.5 },
  { text: TEXT, separator: '', validationFraction: 0 },
];

const made = (/** @type {string} */ cell) => {
  const playground = new Playground(TEXT, { ...CONFIG, cell });
  playground.trainSteps(150);
  const { vocabulary, readsUnknown, weights } = playground.network().model();
  const { separator } = CONFIG;
  return {
    playground,
    model: { config: playground.config(), vocabulary, readsUnknown, separator, weights },
  };
};

if (act === 'write') {
  rmSync(folder, { recursive: true, force: true }); // train.py overwrites no results
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'text.txt'), `\ufeff${TEXT}`);
  const cells = ['gru', 'full-gate-recurrence'].map((cell) => {
    const { playground, model } = made(cell);
    mkdirSync(join(folder, cell), { recursive: true });
    writeFileSync(join(folder, cell, 'model.safetensors'), new Uint8Array(writeModel(model)));
    writeFileSync(join(folder, cell, 'config.json'), JSON.stringify(modelConfig(model)));
    return [cell, playground.evaluate()?.bitsPerChar];
  });
  const splits = SPLITS.map(({ text, ...settings }) => {
    const report = new Playground(text, { ...CONFIG, ...settings }).textReport();
    return { text, ...settings, report };
  });
  writeFileSync(
    join(folder, 'expected.json'),
    JSON.stringify({ bitsPerChar: Object.fromEntries(cells), splits }),
  );
} else {
  /** @type {[name: string, bitsPerChar: number][]} */
  const results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  for (const [name, bitsPerChar] of results) {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
    const bytes = /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
    const model = readModel(readSafetensors(bytes));
    const config = { ...CONFIG, ...model.config, separator: model.separator };
    const playground = Playground.fromModel(model, TEXT, config);
    assert.deepEqual(playground.weights(), model.weights, name);
    const evaluation = playground.evaluate();
    const difference = Math.abs(Number(evaluation?.bitsPerChar) - bitsPerChar);
    assert.ok(difference < 1e-4, `${name}: PyTorch has ${bitsPerChar}, and the page ${evaluation}`);
    const options = { prompt: 'rain', length: 20, seed: 1 };
    assert.equal([...playground.generate(options)].length, 20, name);
  }
  console.log(`${results.length} models of PyTorch open in the engine, with the same loss`);
}
