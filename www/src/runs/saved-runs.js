/** Runs to files and back. This code is loaded when the first run is saved or opened. */

import { download } from '../lib/download.js';
import { formatWhole } from '../lib/format.js';
import { numWeights } from '../cells/weight-shapes.js';
import { taskOf } from '../texts/lag-tasks.js';
import { bytesOf } from '../files/file-bytes.js';
import { COUNTERS } from '../files/counters.js';
import { readRun, writeRun } from '../files/run-file.js';
import { refuse, RunFileError } from '../files/run-file-error.js';
import { restoreRecord, savedRecord } from './saved-record.js';

/**
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {import('../files/run-file.js').SavedRun} SavedRun
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./session.js').Session} Session
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 */

const UNCHANGED = 'What is here stays as it was.';

/**
 * The number of the newest file of each session.
 *
 * @type {WeakMap<Session, number>}
 */
const opened = new WeakMap();

/**
 * The step at which each run was saved last.
 *
 * @type {WeakMap<Run, number>}
 */
export const savedSteps = new WeakMap();

/**
 * A run at a checkpoint in a file, from which `openRun` goes on with the same bits.
 *
 * @param {Run} run
 * @param {Checkpoint} checkpoint
 * @param {Session['samplingValues']} sampling
 */
export function fileOf({ config, source, vocabulary, textReport, record }, checkpoint, sampling) {
  const { text, task, kept } = source;
  return writeRun({
    ...{ config, text, vocabulary, checkpoint, task, sampling },
    readsUnknown: kept?.charModel.readsUnknown,
    streams: Number(textReport?.batchSize),
    record: savedRecord(record, checkpoint.counters[0]),
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
    const file = fileOf(run, checkpoint, session.samplingValues);
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
 * Opens a saved run, paused, in place of the one of a session, which Undo can bring back. A file that
 * is refused changes nothing, and one during whose opening the text or the run becomes another neither.
 *
 * @param {Session} session
 * @param {unknown} given a file, its bytes or its address
 * @throws {RunFileError}
 */
export async function openRun(session, given) {
  const number = (opened.get(session) ?? 0) + 1;
  opened.set(session, number);
  /** @type {Run | undefined} */
  let run;
  try {
    await session.restarts.now(); // what the reader has typed is older than the file
    const before = { run: session.run, text: session.draft.text };
    const saved = readRun(await bytesOf(given));
    run = await runOf(session, saved);
    const isSame = session.run === before.run && session.draft.text === before.text;
    if (session.isAway || !isSame || opened.get(session) !== number) {
      throw Object.assign(new Error('another run took its place'), { name: 'AbortError' });
    }
    show(session, run, saved);
  } catch (thrown) {
    run?.stop();
    const error = /** @type {Error} */ (thrown);
    if (opened.get(session) === number && error.name !== 'AbortError') {
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
  const run = session.makeRun(draft, charModel && keptOf(charModel, config), checkpoint);
  try {
    await run.settle();
  } catch (thrown) {
    run.stop();
    const { name, message } = /** @type {Error} */ (thrown);
    if (name === 'SnapshotError') refuse('its checkpoint is not one of its text and its settings');
    if (name === 'WorkerDiedError' || name === 'AbortError') throw thrown;
    throw new RunFileError(`The file cannot be opened: ${message.replace(/\.$/, '')}.`);
  }
  if (run.vocabulary === vocabulary) return run;
  run.stop();
  refuse('its vocabulary is not that of its text', 'every character of the text once, in order');
}

/**
 * Weights that a run begins with instead of initial ones.
 *
 * @param {import('../shared/protocol.js').CharModel} charModel
 * @param {import('../shared/protocol.js').Config} config
 * @returns {NonNullable<import('./run-page.js').RunPage['kept']>}
 */
const keptOf = (charModel, config) =>
  /** @type {any} */ ({ value: { charModel, config }, check() {} });

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

/**
 * Shows an opened run in the place of the present one, which Undo can bring back.
 *
 * @param {Session} session
 * @param {Run} run
 * @param {SavedRun} saved
 */
function show(session, run, { checkpoint: { counters }, record, sampling }) {
  /** @param {typeof COUNTERS[number]} name */
  const counter = (name) => counters[COUNTERS.indexOf(name)];
  restoreRecord(run.record, record, counter);
  const { draft } = run.source;
  session.restarts.stop();
  session.earlier.addText(session.draft.save());
  session.tell('opened', undefined);
  if (draft) session.put({ draft, run }, false);
  savedSteps.set(run, counter('step'));
  for (const { name } of session.sampling.settings) {
    const value = /** @type {any} */ (sampling)[name];
    const isDefault = value === session.sampling.defaults[name];
    session.chooseSampling(name, isDefault ? undefined : value);
  }
  session.aside = { message: `Opened at step ${formatWhole(counter('step'))}. Train goes on.` };
}
