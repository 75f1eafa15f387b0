/** The record of a run, as its file has it. */

import { STOPS } from '../files/counters.js';
import { fileName } from '../files/metadata.js';
import { PROGRESS } from '../files/record-tensors.js';

/**
 * @typedef {import('../files/counters.js').CounterName} CounterName
 * @typedef {import('../files/record-tensors.js').SavedRecord} SavedRecord
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('./training-record.js').TrainingRecord} TrainingRecord
 */

/**
 * The part of a record up to the step of a checkpoint: during training the record is ahead of it.
 *
 * @param {TrainingRecord} record
 * @param {object} checkpoint
 * @param {number} checkpoint.step
 * @param {number} checkpoint.epoch
 * @returns {SavedRecord}
 */
export function savedRecord(record, { step, epoch }) {
  const curves = {
    training: upTo(record.training, step),
    validation: upTo(record.validation, step),
    gradient: upTo(record.gradient, step),
  };
  const { clippedSince, baselines, history } = record;
  const validation = validationAt(record, curves.validation, step);
  const known = {
    ...progressAt(record, curves, { step, epoch }),
    ...(validation && { validation_bits: validation.bits, validation_step: validation.step }),
    ...(Number(clippedSince) <= step && { clipped_since: clippedSince }),
  };
  const samples = history.samples.filter((sample) => sample.step <= step);
  return { ...curves, figures: known, baselines, samples };
}

/**
 * @param {import('../lib/series.js').Series} series
 * @param {number} step
 * @returns {import('../files/record-tensors.js').Curve}
 */
function upTo({ x, y, stride, filled }, step) {
  const length = x.findLastIndex((at) => at <= step) + 1;
  const isWhole = length === x.length;
  // The last point of a curve that is cut is full, as in `Series.cut`.
  return { x: x.slice(0, length), y: y.slice(0, length), stride, filled: isWhole ? filled : 0 };
}

/**
 * The figures of the newest report, or of a step before it from the curves; what they do not have is
 * left out.
 *
 * @param {TrainingRecord} record
 * @param {Pick<SavedRecord, 'training' | 'gradient'>} curves up to the step
 * @param {{step: number, epoch: number}} checkpoint
 */
function progressAt({ progress }, { training, gradient }, { step, epoch }) {
  if (!progress) return {};
  const bitsPerChar = training.y.at(-1);
  const ofStep =
    bitsPerChar === undefined
      ? {}
      : { bitsPerChar, loss: bitsPerChar * Math.LN2, gradNorm: gradient?.y.at(-1) };
  const { charsPerSecond, workers } = progress;
  const earlier = { ...ofStep, epoch, charsPerSecond, workers };
  /** @type {Partial<Progress>} */
  const figures = progress.step > step ? earlier : progress;
  const entries = PROGRESS.map((name) => [fileName(name), figures[name]]);
  return Object.fromEntries(entries.filter(([, figure]) => figure !== undefined));
}

/**
 * The newest validation loss up to a step.
 *
 * @param {TrainingRecord} record
 * @param {import('../files/record-tensors.js').Curve} curve up to the step
 * @param {number} last
 */
function validationAt({ validationBits, validationStep }, { x, y }, last) {
  const [bits, step] =
    validationStep <= last ? [validationBits, validationStep] : [y.at(-1), x.at(-1)];
  return bits === undefined ? undefined : { bits, step };
}

/**
 * @param {TrainingRecord} record
 * @param {SavedRecord} saved
 * @param {(name: CounterName) => number} counter
 */
export function restoreRecord(
  record,
  { training, validation, gradient, figures, baselines, samples },
  counter,
) {
  Object.assign(record.training, training);
  Object.assign(record.validation, validation);
  Object.assign(record.gradient, gradient);
  record.baselines = baselines;
  record.history.samples = samples;
  record.validationBits = figures.validation_bits;
  record.validationStep = figures.validation_step ?? -1;
  record.clippedSince = figures.clipped_since;
  const step = counter('step');
  const best = {
    step: counter('best_validation_step'),
    bits: counter('best_validation_loss') / Math.LN2,
  };
  const reason = STOPS[counter('stop')];
  record.best = best.step > 0 ? { step: best.step, bitsPerChar: best.bits } : undefined;
  record.ended = reason && { reason, step };
  const known = PROGRESS.filter((name) => figures[fileName(name)] !== undefined);
  if (step === 0) return;
  // Another program's file may lack some of the figures.
  record.progress = /** @type {Progress} */ ({
    ...{ charsPerSecond: 0, workers: 1 },
    ...Object.fromEntries(known.map((name) => [name, figures[fileName(name)]])),
    ...{ step, learningRate: counter('learning_rate') },
    ...(record.best && {
      bestStep: record.best.step,
      bestValidationBitsPerChar: record.best.bitsPerChar,
    }),
  });
}
