/**
 * Writes a run to a file for run_file.py, and reads the file that it has written again.
 *
 *     node tests/interop/run_file.mjs write run.safetensors expected.json
 *     node tests/interop/run_file.mjs read again.safetensors
 */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import { savedRun, SMALL } from '../www/support/saved-run.js';

const [act, path, expected] = process.argv.slice(2);
const TEXT = 'Ein Lied für <b>alle</b>, 漢字 auch.\n'.repeat(9);

const playground = new Playground(TEXT, { ...SMALL, numLayers: 2 });
playground.trainSteps(31); // in the middle of a validation pass
const run = savedRun(playground, TEXT);
const file = writeRun(run);

if (act === 'write') {
  writeFileSync(path, new Uint8Array(file));
  const weights = playground
    .parameterNames()
    .map((name) => [name, [...playground.parameter(name)]]);
  const { text, vocabulary } = run;
  writeFileSync(
    expected,
    JSON.stringify({ text, vocabulary, weights: Object.fromEntries(weights) }),
  );
} else {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const again = readRun(
    /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength)),
  );
  assert.deepEqual(again, readRun(file));
  console.log('a run that Python has read and written is the same run');
}
