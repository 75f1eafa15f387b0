/** The record of a run in its file: the curves, the figures, and the texts that it has written. */

import { numberOf } from './counters.js';
import { fileName, listIn, objectIn } from './metadata.js';
import { quoted, refuse } from './run-file-error.js';
import { isPlain } from './safetensors.js';
import { decoded, encoded, take } from './take-tensor.js';

/**
 * @typedef {import('../shared/protocol.js').Baseline} Baseline
 * @typedef {import('../shared/protocol.js').Sample} Sample
 * @typedef {import('./safetensors.js').Tensors} Tensors
 *
 * @typedef {object} Curve the points of a `Series`
 * @property {number[]} x steps
 * @property {number[]} y bits per character, or a norm
 * @property {number} stride
 * @property {number} filled
 *
 * @typedef {object} SavedRecord
 * @property {Curve} training
 * @property {Curve} validation
 * @property {Curve} [gradient] the gradient's norm before clipping, where it is known
 * @property {Record<string, number>} figures those in `FIGURES` that are known
 * @property {Baseline[]} baselines
 * @property {readonly Sample[]} samples the oldest first
 */

/** The figures of the newest report; its step and its learning rate are counters. */
export const PROGRESS = /** @type {const} */ ([
  ...['epoch', 'loss', 'bitsPerChar', 'gradNorm', 'chars', 'charsPerSecond', 'workers'],
]);

/** All figures of a file. */
const FIGURES = [
  ...PROGRESS.map(fileName),
  ...['validation_bits', 'validation_step', 'clipped_since', 'learning_rate_chosen'],
];

const CURVES = /** @type {const} */ (['training', 'validation', 'gradient']);
/** The curve that a file may lack. */
const OPTIONAL = 'gradient';
/** The most points of a curve, as the page keeps. */
export const MAX_POINTS = 2000;
/** The most samples and baselines of a file. */
const MAX_SAMPLES = 64;
const MAX_BASELINES = 16;
/** The most bytes of the samples; older ones are left out. */
export const MAX_SAMPLE_BYTES = 2 ** 20;

/** @param {unknown} value */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * @param {SavedRecord} record
 * @param {Tensors} to
 */
export function writeRecord({ figures, baselines, samples, ...curves }, { tensors, metadata }) {
  const strides = CURVES.flatMap((name) => {
    const curve = curves[name];
    if (!curve || (name === OPTIONAL && curve.x.length === 0)) return [];
    const { x, y, stride, filled } = curve;
    tensors.set(`curve.${name}`, { shape: [2, x.length], values: Float64Array.of(...x, ...y) });
    return [[name, { stride, filled }]];
  });
  const written = writtenSamples(samples);
  metadata.curves = JSON.stringify(Object.fromEntries(strides));
  metadata.figures = JSON.stringify(
    Object.fromEntries(
      FIGURES.filter((name) => figures[name] !== undefined).map((name) => [
        name,
        String(figures[name]),
      ]),
    ),
  );
  metadata.baselines = JSON.stringify(
    baselines.map(({ order, bitsPerChar }) => [order, String(bitsPerChar)]),
  );
  metadata.samples = JSON.stringify(written.map(({ entry }) => entry));
  tensors.set('samples', encoded(written.map(({ text }) => text).join('')));
}

/**
 * The newest samples that fit, each with its entry: the lengths of prompt and text in bytes, among
 * others.
 *
 * @param {readonly Sample[]} samples
 */
function writtenSamples(samples) {
  let bytes = 0;
  const all = samples.slice(-MAX_SAMPLES).map(({ step, seed, isBest, prompt, text, copied }) => {
    const [promptBytes, textBytes] = [prompt, text].map((part) => encoded(part).values.length);
    const entry = {
      ...{ step, seed, is_best: Boolean(isBest), prompt_bytes: promptBytes, text_bytes: textBytes },
      ...(copied && { copied: [copied.start, copied.length, copied.chars] }),
    };
    return { entry, text: prompt + text, bytes: promptBytes + textBytes };
  });
  const first = all.findLastIndex((sample) => (bytes += sample.bytes) > MAX_SAMPLE_BYTES);
  return all.slice(first + 1);
}

/**
 * @param {Tensors} from
 * @param {number} step of the checkpoint
 * @returns {SavedRecord}
 */
export function takeRecord({ tensors, metadata }, step) {
  const strides = objectIn(metadata, 'curves');
  /** @param {typeof CURVES[number]} name */
  const curve = (name) => takeCurve(tensors, name, strides[name], step);
  return {
    ...{ training: curve('training'), validation: curve('validation') },
    ...(tensors.has(`curve.${OPTIONAL}`) && { gradient: curve(OPTIONAL) }),
    figures: readFigures(objectIn(metadata, 'figures')),
    baselines: readBaselines(listIn(metadata, 'baselines', MAX_BASELINES)),
    samples: takeSamples(tensors, listIn(metadata, 'samples', MAX_SAMPLES)),
  };
}

/**
 * @param {Tensors['tensors']} tensors
 * @param {string} name
 * @param {unknown} given
 * @param {number} last the greatest step
 * @returns {Curve}
 */
function takeCurve(tensors, name, given, last) {
  const values = take(tensors, `curve.${name}`, Float64Array, [2, undefined]);
  const length = values.length / 2;
  if (length > MAX_POINTS) {
    refuse(`the curve "${name}" has ${length} points`, `at most ${MAX_POINTS}`);
  }
  const [x, y] = [[...values.subarray(0, length)], [...values.subarray(length)]];
  const isAscending = x.every((at, i) => isCount(at) && at >= (x[i - 1] ?? 0) && at <= last);
  if (!isAscending) {
    refuse(`the curve "${name}" has steps out of order`, `ascending steps up to ${last}`);
  }
  if (y.some(Number.isNaN)) refuse(`the curve "${name}" has a value that is NaN`, 'numbers');
  const { stride, filled } = isPlain(given) ? given : {};
  const fits = isCount(stride) && isCount(filled) && Number(filled) < Math.max(1, Number(stride));
  if (!fits || !stride || (filled && length === 0)) {
    refuse(`"curves" has ${quoted(given)} for "${name}"`, 'a stride, and fewer points filled');
  }
  return { x, y, stride: Number(stride), filled: Number(filled) };
}

/** @param {Record<string, unknown>} written */
function readFigures(written) {
  const entries = Object.entries(written).map(([name, text]) => {
    const number = numberOf(text);
    if (number === undefined || !FIGURES.some((known) => known === name)) {
      refuse(`the figure ${quoted(name)} is ${quoted(text)}`, `numbers for ${FIGURES.join(', ')}`);
    }
    return [name, number];
  });
  return Object.fromEntries(entries);
}

/**
 * @param {unknown[]} written
 * @returns {Baseline[]}
 */
function readBaselines(written) {
  return written.map((pair) => {
    const [order, text] = Array.isArray(pair) ? pair : [];
    const bitsPerChar = numberOf(text);
    if (!Number.isSafeInteger(order) || bitsPerChar === undefined) {
      refuse(`a baseline is ${quoted(pair)}`, 'an order and its bits as a string');
    }
    return { order, bitsPerChar };
  });
}

/**
 * @param {Tensors['tensors']} tensors
 * @param {unknown[]} entries
 * @returns {Sample[]}
 */
function takeSamples(tensors, entries) {
  const bytes = take(tensors, 'samples', Uint8Array, [undefined]);
  let at = 0;
  const samples = entries.map((entry) => {
    const {
      step,
      seed,
      is_best: isBest,
      prompt_bytes,
      text_bytes,
      copied,
    } = isPlain(entry) ? entry : {};
    const piece = copied === undefined ? [] : copied;
    const counts = [
      step,
      seed,
      prompt_bytes,
      text_bytes,
      ...(Array.isArray(piece) ? piece : [NaN]),
    ];
    if (!counts.every(isCount) || typeof isBest !== 'boolean' || ![4, 7].includes(counts.length)) {
      const expected = 'step, seed, is_best, prompt_bytes, text_bytes and perhaps copied';
      refuse(`a sample is ${quoted(entry)}`, expected);
    }
    /** @param {unknown} length */
    const next = (length) => decoded('samples', bytes.subarray(at, (at += Number(length))));
    const [prompt, text] = [next(prompt_bytes), next(text_bytes)];
    const [start, length, chars] = counts.slice(4).map(Number);
    return {
      ...{ step: Number(step), seed: Number(seed), prompt, text },
      ...(isBest && { isBest }),
      ...(copied !== undefined && { copied: { start, length, chars } }),
    };
  });
  if (at !== bytes.length) {
    refuse(`the tensor "samples" has ${bytes.length} bytes`, `${at}, as its entries say`);
  }
  return samples;
}
