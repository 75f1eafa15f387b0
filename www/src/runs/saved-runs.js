/** Runs to files and back. This code is loaded when the first run is saved or opened. */

import { download } from '../lib/download.js';
import { formatWhole } from '../lib/format.js';
import { runInSlices } from '../lib/run-in-slices.js';
import { numWeights } from '../cells/weight-shapes.js';
import { taskOf } from '../texts/lag-tasks.js';
import { bytesOf, configText } from '../files/file-bytes.js';
import { COUNTERS } from '../files/counters.js';
import { isModel, readModel } from '../files/model-file.js';
import { readRun, runWriter } from '../files/run-file.js';
import { refuse, RunFileError } from '../files/run-file-error.js';
import { readSafetensors } from '../files/safetensors.js';
import { keptOf, runOfModel, settled } from './opened-run.js';
import { restoreRecord, savedRecord } from './saved-record.js';

/**
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {import('../files/run-file.js').SavedRun} SavedRun
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./session.js').Session} Session
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 */

const NO_TEXT = 'A model without a text is no run to be saved: give it a text, and press Train.';
const UNCHANGED = 'What is here stays as it was.';
/** Milliseconds of writing in which the page is blocked. */
export const SLICE = 8;

/**
 * The step at which each run was saved last as a file.
 *
 * @type {WeakMap<Run, number>}
 */
export const savedSteps = new WeakMap();

/**
 * Writes a run at a checkpoint into a file, from which `openRun` goes on with the same bits.
 *
 * @param {Run} run
 * @param {Checkpoint} checkpoint
 * @param {Session['samplingValues']} sampling
 * @returns {import('../lib/run-in-slices.js').Sliceable<ArrayBuffer>}
 */
export function writerOf(run, checkpoint, sampling) {
  const { config, source, vocabulary, textReport, record, learningRate } = run;
  const { text, task, kept } = source;
  const counter = counterOf(checkpoint);
  const epoch = counter('windows_read') / Number(textReport?.stepsPerEpoch);
  const saved = savedRecord(record, { step: counter('step'), epoch });
  if (learningRate.wasChosen) saved.figures.learning_rate_chosen = 1;
  return runWriter({
    ...{ config, text, vocabulary, checkpoint, task, sampling },
    readsUnknown: kept?.charModel.readsUnknown,
    streams: Number(textReport?.batchSize),
    record: saved,
  });
}

/**
 * The run of a session, which goes on meanwhile, as a file of the reader's.
 *
 * @param {Session} session
 */
const readersFile = (session) =>
  session.command(async (run) => {
    const engine = await run.settle();
    const checkpoint = await engine.checkpoint();
    if (run.source.lacksText) throw new RunFileError(NO_TEXT);
    const file = await runInSlices(writerOf(run, checkpoint, session.samplingValues), SLICE);
    const [step] = checkpoint.counters;
    savedSteps.set(run, step);
    const { cell, hiddenSize } = run.config;
    const name = `${cell}-${hiddenSize}-step-${step}.safetensors`;
    return { name, blob: new Blob([file], { type: 'application/octet-stream' }) };
  });

/**
 * Saves the run of a session.
 *
 * @param {Session} session
 * @returns {Promise<Blob>}
 */
export const saveRun = async (session) => (await readersFile(session)).blob;

/**
 * Saves the run of a session as a file of the reader's.
 *
 * @param {Session} session
 */
export async function downloadRun(session) {
  const { name, blob } = await readersFile(session);
  download(name, blob.type, blob);
}

/**
 * The weights' hash of the current step.
 *
 * @param {Session} session
 * @returns {Promise<string>}
 */
export const hashWeights = (session) =>
  session.command(async (run) => (await run.settle()).weightsHash());

/**
 * Opens a saved run or a model, paused, in place of the run of a session, which Undo can bring back. A
 * file that is refused changes nothing, and one whose place something newer has taken neither.
 *
 * @param {Session} session
 * @param {unknown} given a file, its bytes or its address
 * @param {Blob} [config] `config.json` of a model whose file lacks it
 * @param {import('./place.js').Place} [place] taken when the file was given, by default now
 * @returns {Promise<Run>}
 * @throws {RunFileError}
 */
export async function openRun(session, given, config, place = session.takePlace()) {
  /** @type {Run | undefined} */
  let run;
  try {
    await place.settle();
    const bytes = await bytesOf(given);
    const content = readSafetensors(bytes);
    const saved = isModel(content) ? undefined : readRun(bytes);
    run = saved
      ? await runOf(session, saved)
      : await runOfModel(session, readModel(content, await configText(config)));
    if (!place.isFree) {
      throw Object.assign(new Error('another run took its place'), { name: 'AbortError' });
    }
    if (saved) {
      restoreRecord(run.record, saved.record, counterOf(saved.checkpoint));
      run.learningRate.wasChosen = saved.record.figures.learning_rate_chosen === 1;
    }
    show(session, run);
    if (saved) goOn(session, run, saved);
    return run;
  } catch (thrown) {
    run?.stop();
    const error = /** @type {Error} */ (thrown);
    if (place.isOfLastFile && error.name !== 'AbortError') {
      session.report({ name: error.name, message: `${error.message} ${UNCHANGED}` });
    }
    throw error;
  }
}

/**
 * A paused run, unheard, once its worker has the model.
 *
 * @param {Session} session
 * @param {SavedRun} saved
 */
async function runOf(session, saved) {
  const { checkpoint, config, vocabulary, readsUnknown } = saved;
  const draft = await draftOf(session, saved);
  // The weights come first, and replace themselves when the checkpoint is restored.
  const weights = checkpoint.values.slice(0, numWeights(config, [...vocabulary].length));
  const charModel = readsUnknown === undefined ? undefined : { vocabulary, readsUnknown, weights };
  const kept = charModel && keptOf(charModel, config);
  const run = await settled(session.makeRun(draft, kept, { checkpoint }));
  if (run.vocabulary === vocabulary) return run;
  run.stop();
  refuse('its vocabulary is not that of its text', 'every character of the text once, in order');
}

/**
 * The text and the settings of a saved run, those that are not suggested for the text as choices.
 *
 * @param {Session} session
 * @param {SavedRun} saved
 */
async function draftOf(session, { text, config, task }) {
  const draft = session.draft.empty();
  draft.setText(text);
  if (draft.text !== text) refuse('its text has unpaired surrogates', 'Unicode');
  if (task) draft.taskText = { ...taskOf(task.source), ...task, text };
  await draft.ready();
  const { workers } = session.draft.config;
  for (const [name, value] of Object.entries({ ...config, workers })) {
    if (value !== draft.settings.defaults[name]) draft.settings.choose(name, value);
  }
  return draft;
}

/** @param {Pick<SavedRun['checkpoint'], 'counters'>} checkpoint */
const counterOf =
  ({ counters }) =>
  (/** @type {typeof COUNTERS[number]} */ name) =>
    counters[COUNTERS.indexOf(name)];

/**
 * Shows an opened run in the place of the present one, which Undo can bring back.
 *
 * @param {Session} session
 * @param {Run} run
 */
function show(session, run) {
  const { draft } = run.source;
  session.restarts.stop();
  // The same text has nothing to be brought back, and would hide the run that Undo does bring back.
  if (draft?.text !== session.draft.text) session.earlier.addText(session.draft.save());
  session.tell('opened', undefined);
  if (draft) session.put({ draft, run }, false);
}

/**
 * Shows the sampling options and the step of a saved run.
 *
 * @param {Session} session
 * @param {Run} run
 * @param {SavedRun} saved
 */
function goOn(session, run, { checkpoint, sampling }) {
  const step = counterOf(checkpoint)('step');
  savedSteps.set(run, step);
  for (const { name } of session.sampling.settings) {
    const value = /** @type {any} */ (sampling)[name];
    const isDefault = value === session.sampling.defaults[name];
    session.chooseSampling(name, isDefault ? undefined : value);
  }
  session.aside = { message: `Opened at step ${formatWhole(step)}. Train goes on.` };
}
