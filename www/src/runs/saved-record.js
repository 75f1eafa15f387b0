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
 * @param {TrainingRecord} record
 * @param {number} step of the checkpoint
 * @returns {SavedRecord}
 */
export function savedRecord(record, step) {
  const { progress, validationBits, validationStep, clippedSince, baselines, history } = record;
  /** @param {import('../lib/series.js').Series} series */
  const upTo = ({ x, y, stride, filled }) => {
    const length = x.findLastIndex((at) => at <= step) + 1;
    return { x: x.slice(0, length), y: y.slice(0, length), stride, filled: length ? filled : 0 };
  };
  const known = {
    ...(progress && Object.fromEntries(PROGRESS.map((name) => [fileName(name), progress[name]]))),
    ...(validationBits !== undefined && {
      ...{ validation_bits: validationBits, validation_step: validationStep },
    }),
    ...(clippedSince !== undefined && { clipped_since: clippedSince }),
  };
  return {
    ...{ training: upTo(record.training), validation: upTo(record.validation) },
    gradient: upTo(record.gradient),
    ...{ figures: known, baselines, samples: history.samples },
  };
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
