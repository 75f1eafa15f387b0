/** Models that leave the page. This code is loaded when the first one is exported. */

import { download } from '../lib/download.js';
import { formatSize } from '../lib/format.js';
import { numWeights } from '../cells/weight-shapes.js';
import { weightsIn } from '../files/checkpoint-tensors.js';
import { COUNTERS } from '../files/counters.js';
import { hubFolder } from '../files/hub-folder.js';
import { writeModel } from '../files/model-file.js';
import { writeOnnx } from '../files/onnx-model.js';
import { weightsHash } from '../files/weights-hash.js';

/**
 * @typedef {import('../files/model-card.js').CardFacts} CardFacts
 * @typedef {import('../shared/protocol.js').Model} Choice
 * @typedef {import('./session.js').Session} Session
 * @typedef {'safetensors' | 'onnx' | 'hub'} Format
 * @typedef {Omit<CardFacts, 'sample' | 'temperature' | 'hash'>} Facts
 *
 * @typedef {Record<string, string>} Programs that leave with a folder, by their names
 *
 * @typedef {object} ExportOptions
 * @property {Choice} [model] by default the best weights, or the current ones where there are no best
 */

/** The options of the sample of a model card. */
const SAMPLE = {
  prompt: '',
  length: 300,
  temperature: 0.8,
  topK: 0,
  topP: 1,
  stop: '',
  repetition: 1,
};
const SEED = 1;
/** The attempts to draw the sample from the weights of the folder, while training goes on. */
const ATTEMPTS = 3;

const FORMATS = {
  safetensors: {
    name: () => 'model.safetensors',
    type: 'application/octet-stream',
    write: async (/** @type {Facts} */ { model }) => writeModel(model),
  },
  onnx: {
    name: () => 'model.onnx',
    type: 'application/octet-stream',
    write: async (/** @type {Facts} */ { model }) => writeOnnx(model),
  },
  hub: {
    name: (/** @type {Facts} */ facts) => `${folderOf(facts)}.zip`,
    type: 'application/zip',
    write: writeFolder,
  },
};

/** @returns {Promise<Programs>} */
const loadPrograms = async () => (await import('./python-files.js')).pythonFiles;

/** @param {Facts} facts */
const folderOf = ({ settings: { cell, hiddenSize }, step }) => `${cell}-${hiddenSize}-step-${step}`;

/**
 * @param {unknown} format
 * @param {unknown} model
 */
function check(format, model) {
  const wrong = [
    { name: 'format', value: format, allowed: Object.keys(FORMATS) },
    { name: 'model', value: model ?? 'best', allowed: ['best', 'now'] },
  ].find(({ value, allowed }) => !allowed.some((known) => known === value));
  if (!wrong) return;
  const given = typeof wrong.value === 'string' ? `"${wrong.value}"` : String(wrong.value);
  const message = `${wrong.name} must be one of ${wrong.allowed.join(', ')}, got ${given}`;
  throw Object.assign(new Error(message), { name: 'SettingError' });
}

/**
 * The model of a session, which trains on meanwhile, as a file.
 *
 * @param {Session} session
 * @param {Format} format
 * @param {ExportOptions} [options]
 * @param {() => Promise<Programs>} [programs]
 */
async function fileOf(session, format, { model } = {}, programs = loadPrograms) {
  check(format, model);
  const { name, type, write } = FORMATS[format];
  return session.command(async (run) => {
    const facts = await factsOf(run, model);
    const content = await write(facts, run, programs);
    return {
      name: name(facts),
      blob: content instanceof Blob ? content : new Blob([content], { type }),
    };
  });
}

/**
 * Exports the model of a session.
 *
 * @param {Session} session
 * @param {Format} format
 * @param {ExportOptions} [options]
 * @param {() => Promise<Programs>} [programs]
 * @returns {Promise<Blob>}
 */
export const exportModel = async (session, format, options, programs) =>
  (await fileOf(session, format, options, programs)).blob;

/**
 * Exports the model of a session as a file of the reader's.
 *
 * @param {Session} session
 * @param {Format} format
 * @param {ExportOptions} [options]
 * @returns {Promise<{name: string, size: string}>} of the file
 */
export async function downloadModel(session, format, options) {
  const { name, blob } = await fileOf(session, format, options);
  download(name, blob.type, blob);
  return { name, size: formatSize(blob.size) };
}

/**
 * A model and the facts of its card, all of one moment.
 *
 * @param {import('./run.js').Run} run
 * @param {Choice} [choice]
 * @returns {Promise<Facts>}
 */
async function factsOf(run, choice) {
  const engine = await run.settle();
  const { counters, values } = await engine.checkpoint();
  /** @param {typeof COUNTERS[number]} name */
  const counter = (name) => counters[COUNTERS.indexOf(name)];
  const { config, vocabulary, textReport, record, source } = run;
  const text = /** @type {NonNullable<typeof textReport>} */ (textReport);
  const vocabSize = [...vocabulary].length;
  const lastStep = counter('step');
  const bestStep = counter('best_validation_step');
  if (choice === 'best' && bestStep === 0) {
    const message = 'model must be now until the unseen text has been measured, got "best"';
    throw Object.assign(new Error(message), { name: 'SettingError' });
  }
  const isBest = choice !== 'now' && bestStep > 0;
  const layout = { config, vocabSize, hasBest: bestStep > 0, hasPass: counter('pass_step') > 0 };
  const weights = weightsIn(values, layout, text.batchSize, isBest ? 'best.' : 'model.');
  const { baselines, floor, validationBits, validationStep, progress } = record;
  const ofCurrent = validationStep === lastStep ? validationBits : undefined;
  return {
    model: {
      ...{ config, vocabulary, weights },
      readsUnknown: Boolean(text.rareChars || source.kept?.charModel.readsUnknown),
      separator: text.documents > 1 ? config.separator : '',
    },
    ...{ settings: config, text, baselines, floor, isBest, lastStep },
    ...{ lacksText: source.lacksText, isKept: source.kept !== undefined },
    step: isBest ? bestStep : lastStep,
    validationBits: isBest ? counter('best_validation_loss') / Math.LN2 : ofCurrent,
    trainingBits: progress?.step === lastStep ? progress.bitsPerChar : undefined,
    numWeights: numWeights(config, vocabSize),
  };
}

/**
 * @param {Facts} facts
 * @param {import('./run.js').Run} run
 * @param {() => Promise<Programs>} programs
 */
async function writeFolder(facts, run, programs) {
  const files = await programs();
  let known = facts;
  for (let attempt = 1; ; attempt++) {
    const model = known.isBest ? 'best' : 'now';
    const engine = await run.ready(); // of the next workers where some have died
    const sample = await engine.generate({ ...SAMPLE, seed: SEED, model });
    if (!sample) throw Object.assign(new Error('the sample was stopped'), { name: 'AbortError' });
    if (sample.step === known.step || attempt === ATTEMPTS) {
      const hash = weightsHash(known.model.weights);
      const written = { sample: { ...sample, seed: SEED }, temperature: SAMPLE.temperature };
      const card = { ...known, ...written, hash };
      return hubFolder(folderOf(known), card, files);
    }
    known = await factsOf(run, model); // training went on meanwhile
  }
}
