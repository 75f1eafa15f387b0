/** Runs that the native program goes on with. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun, writeRun } from '../../../www/src/files/run-file.js';
import { checkResume } from './resume.js';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'lstm-playground-'));

// `cargo test` has built them already.
execFileSync('cargo', ['build', '--quiet', '--examples'], { cwd: root });

/**
 * Runs an example of the Rust packages.
 *
 * @param {string} example
 * @param {string[]} options
 */
const run = (example, ...options) =>
  execFileSync(join(root, 'target/debug/examples', example), options, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: 'pipe',
  });

/** @param {string} name */
export const pathOf = (name) => join(folder, name);

/**
 * Runs `train`, which writes a sample at the end alone.
 *
 * @param {string[]} options
 */
export const train = (...options) => run('train', ...options, '--sample-every', '1e9');

/** @param {string} path */
export function bytesAt(path) {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
}

/**
 * A run after further steps, or until it stops by itself, made natively.
 *
 * @param {ArrayBuffer} file
 * @param {number} steps
 * @param {string[]} options
 */
export function trainedNatively(file, steps, ...options) {
  const path = pathOf('run.safetensors');
  writeFileSync(path, new Uint8Array(file));
  train('--open', path, '--save', path, '--steps', String(steps), ...options);
  return bytesAt(path);
}

/** The steps that are made natively, between 60 and 20 in wasm. */
export const NATIVE_STEPS = 20;

/**
 * Checks that a run that is saved in wasm, goes on natively, is saved there and goes on in wasm has the
 * same bits as one that never left.
 *
 * @param {Parameters<typeof checkResume>[0]} settings
 */
export const checkTour = (settings) =>
  checkResume(settings, (run) => readRun(trainedNatively(writeRun(run), NATIVE_STEPS)));

/**
 * The verdicts of the native program on opening files: an empty text, or the message of a refusal.
 *
 * @param {(Uint8Array | ArrayBuffer)[]} files
 * @returns {string[]}
 */
export function nativeVerdicts(files) {
  const all = pathOf('files');
  const parts = files.flatMap((file) => {
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, file.byteLength, true);
    return [size, new Uint8Array(file)];
  });
  writeFileSync(all, Buffer.concat(parts));
  const verdicts = JSON.parse(run('interop_run_files', all));
  assert.equal(verdicts.length, files.length);
  return verdicts;
}
