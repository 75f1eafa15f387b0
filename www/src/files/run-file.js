/**
 * A run as a file, from which training goes on with the same bits: a safetensors file with the
 * tensors of a checkpoint, the text and the record. docs/files.md has the format.
 */

import { maxTextChars, samplingOptions, settings } from '../settings/settings.js';
import { TASKS } from '../texts/lag-tasks.js';
import { stateSize } from '../cells/weight-shapes.js';
import {
  checkpointTensors,
  checkpointValues,
  STATE,
  takeCheckpoint,
} from './checkpoint-tensors.js';
import { COUNTERS, numberOf, readCounters, writtenCounters } from './counters.js';
import { runAtOnce } from '../lib/run-in-slices.js';
import { objectIn, settingsIn, writtenSettings } from './metadata.js';
import { takeRecord, writeRecord } from './record-tensors.js';
import { quoted, refuse } from './run-file-error.js';
import { readSafetensors, safetensorsWriter } from './safetensors.js';
import { encoded, take, takeText } from './take-tensor.js';

/**
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('./safetensors.js').Tensors} Tensors
 *
 * @typedef {object} SavedTask the task that the text belongs to
 * @property {LagSource} source
 * @property {number} bitsPerChar the lowest possible loss
 * @property {number} index of a character that needs memory
 *
 * @typedef {object} SavedRun
 * @property {Config} config in force; `workers` belongs to the page, and is not saved
 * @property {string} text
 * @property {string} vocabulary
 * @property {boolean} [readsUnknown] of a run that has begun with the weights of another, whose
 *   vocabulary it has
 * @property {SavedTask} [task]
 * @property {Checkpoint} checkpoint
 * @property {number} streams of the training
 * @property {Sampling} sampling
 * @property {import('./record-tensors.js').SavedRecord} record
 */

/** The value of "format" in the metadata. */
const FORMAT = 'lstm-playground run';
const VERSION = 1;

/** The settings that change results. */
const ownSettings = settings.filter(({ name }) => name !== 'workers');
/** The sampling options that may be long, and have tensors of their own. */
const TEXTS = /** @type {const} */ (['prompt', 'stop']);
const shortOptions = samplingOptions.filter(({ name }) => !TEXTS.some((text) => text === name));
/** The greatest length of a prompt, in UTF-16 units. */
const MAX_PROMPT = 200_000;
/** The most streams of a validation pass. */
const MAX_LOSSES = 900;

/**
 * @param {SavedRun} run
 * @returns {ArrayBuffer} the same bytes for the same run
 * @throws {import('./run-file-error.js').RunFileError} for a run that is too large
 */
export const writeRun = (run) => runAtOnce(runWriter(run));

/**
 * Writes like `writeRun`, in slices of time.
 *
 * @param {SavedRun} run
 * @returns {import('../lib/run-in-slices.js').Sliceable<ArrayBuffer>}
 * @throws {import('./run-file-error.js').RunFileError} for a run that is too large
 */
export function runWriter(run) {
  const { config, text, vocabulary, readsUnknown, task, checkpoint, streams, sampling } = run;
  const { counters, values } = checkpoint;
  const written = writtenCounters(counters);
  /** @type {Tensors} */
  const file = {
    tensors: new Map(),
    metadata: {
      format: FORMAT,
      version: String(VERSION),
      config: writtenSettings(ownSettings, {
        ...config,
        learningRate: Number(written.learning_rate),
      }),
      counters: JSON.stringify(written),
      sampling: writtenSettings(shortOptions, { ...sampling }),
      ...(readsUnknown !== undefined && { reads_unknown: String(readsUnknown) }),
      ...(task && { task: writtenTask(task) }),
    },
  };
  const layout = layoutOf(config, [...vocabulary].length, written);
  const { tensors } = file;
  for (const [name, tensor] of checkpointTensors(values, layout, streams))
    tensors.set(name, tensor);
  const losses = counters.slice(COUNTERS.length);
  tensors.set('validation.losses', { shape: [losses.length], values: losses });
  writeRecord(run.record, file);
  for (const name of TEXTS) tensors.set(name, encoded(sampling[name] ?? ''));
  tensors.set('vocabulary', encoded(vocabulary));
  tensors.set('text', encoded(text));
  return safetensorsWriter(file);
}

/**
 * @param {ArrayBuffer} file
 * @returns {SavedRun}
 * @throws {import('./run-file-error.js').RunFileError} for a file that is no run
 */
export function readRun(file) {
  const content = readSafetensors(file);
  const { tensors, metadata } = content;
  checkFormat(metadata);
  const config = /** @type {any} */ (settingsIn(metadata, 'config', ownSettings));
  const counters = readCounters(objectIn(metadata, 'counters'));
  if (counters.learning_rate !== config.learningRate) {
    const given = `the counter learning_rate is ${counters.learning_rate}`;
    refuse(given, `${config.learningRate}, as in "config"`);
  }
  const text = takeText(tensors, 'text', maxTextChars);
  const vocabulary = takeText(tensors, 'vocabulary', maxTextChars);
  const layout = layoutOf(config, vocabSizeOf(vocabulary), counters);
  const taken = takeCheckpoint(tensors, layout);
  const run = {
    ...{ config, text, vocabulary },
    readsUnknown: readsUnknownIn(metadata),
    task: taskIn(metadata, text),
    streams: Number(taken.find(({ name }) => name === STATE)?.values.length) / stateSize(config),
    sampling: takeSampling(content),
    record: takeRecord(content, counters.step),
  };
  const losses = takeLosses(tensors);
  const [rest] = tensors.keys();
  if (rest !== undefined) refuse(`there is a tensor ${quoted(rest)}`, 'those of a run alone');
  const numbers = COUNTERS.map((name) => counters[name]);
  const values = checkpointValues(taken);
  return { ...run, checkpoint: { counters: Float64Array.of(...numbers, ...losses), values } };
}

/**
 * @param {Config} config
 * @param {number} vocabSize
 * @param {Record<'best_validation_step' | 'pass_step', number | string>} counters
 */
const layoutOf = (config, vocabSize, counters) => ({
  ...{ config, vocabSize },
  hasBest: Number(counters.best_validation_step) > 0,
  hasPass: Number(counters.pass_step) > 0,
});

/** @param {Record<string, string>} metadata */
function checkFormat({ format, version }) {
  if (format !== FORMAT) {
    const given = format === undefined ? 'it names no format' : `its format is ${quoted(format)}`;
    refuse(given, `"${FORMAT}"`);
  }
  if (version === String(VERSION)) return;
  if (Number(version) > VERSION) {
    refuse(
      `its format has the version ${quoted(version)}, and this page reads ${VERSION}: use a newer one`,
    );
  }
  refuse(`its format has the version ${quoted(version)}`, String(VERSION));
}

/** @param {string} vocabulary */
function vocabSizeOf(vocabulary) {
  const chars = [...vocabulary];
  if (chars.length === 0 || new Set(chars).size !== chars.length) {
    refuse('the vocabulary is empty or has a character twice', 'every character of the text once');
  }
  return chars.length;
}

/** @param {Tensors['tensors']} tensors */
function takeLosses(tensors) {
  const losses = take(tensors, 'validation.losses', Float64Array, [undefined]);
  const isLoss = (/** @type {number} */ loss) => loss >= 0 && loss < Infinity;
  if (losses.length > MAX_LOSSES || !losses.every(isLoss)) {
    const expected = `at most ${MAX_LOSSES} finite numbers, none below 0`;
    refuse('the tensor "validation.losses" cannot be the losses of a pass', expected);
  }
  return losses;
}

/** @param {Record<string, string>} metadata */
function readsUnknownIn({ reads_unknown: written }) {
  if (written === undefined) return undefined;
  if (written !== 'true' && written !== 'false') {
    refuse(`"reads_unknown" is ${quoted(written)}`, 'true or false');
  }
  return written === 'true';
}

/** @param {Tensors} content */
function takeSampling({ tensors, metadata }) {
  const sampling = settingsIn(metadata, 'sampling', shortOptions, ['seed']);
  for (const name of TEXTS) sampling[name] = takeText(tensors, name, MAX_PROMPT);
  return /** @type {Sampling} */ (/** @type {unknown} */ (sampling));
}

/** @param {SavedTask} task */
function writtenTask({ source: { task, lag, chars, seed }, bitsPerChar, index }) {
  return JSON.stringify({ task, lag, chars, seed, bits_per_char: String(bitsPerChar), index });
}

/**
 * @param {Record<string, string>} metadata
 * @param {string} text
 * @returns {SavedTask | undefined}
 */
function taskIn(metadata, text) {
  if (metadata.task === undefined) return undefined;
  const { task, lag, chars, seed, bits_per_char: bits, index } = objectIn(metadata, 'task');
  const counts = [lag, chars, seed, index];
  const areCounts = counts.every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
  const bitsPerChar = numberOf(bits);
  const isKnown = typeof task === 'string' && TASKS.has(task);
  if (!isKnown || !areCounts || bitsPerChar === undefined || Number(index) >= text.length) {
    const expected = 'task, lag, chars, seed, bits_per_char and index of a memory test';
    refuse(`"task" is ${quoted(metadata.task)}`, expected);
  }
  const source = { task, lag: Number(lag), chars: Number(chars), seed: Number(seed) };
  return { source, bitsPerChar, index: Number(index) };
}
