/** The runs on the page that the browser keeps. This code is loaded when it is first used. */

import { isOfLesson } from '../runs/lesson-runs.js';
import { savedRecord } from '../runs/saved-record.js';
import { loadRun } from '../storage/run-store.js';
import { leaveId } from './run-locks.js';
import { savedRuns } from './saved-runs.js';
import { note } from './tab-note.js';

/**
 * @typedef {import('../runs/run.js').Run} Run
 * @typedef {import('../runs/session.js').Session} Session
 */

/** @type {WeakMap<Run, string>} the ids under which runs are kept */
const ids = new WeakMap();
/** @type {Map<string, WeakRef<Run>>} the one run of each id, which was the last to get it */
const holders = new Map();
/** Gives back the id of a run that nothing on the page can bring back, for a page that is open for days. */
const ended = new FinalizationRegistry((/** @type {string} */ id) => {
  if (holders.get(id)?.deref()) return; // another run has got it
  holders.delete(id);
  leaveId(id);
});
/** @type {WeakMap<Run, Content>} what is kept of each run */
let kept = new WeakMap();

/** @typedef {{checkpoint: Run['checkpoint'], others: string}} Content */

/**
 * The id under which a run is kept, if it is.
 *
 * @param {Run | undefined} run
 */
export function storedId(run) {
  const id = run && ids.get(run);
  return id && holders.get(id)?.deref() === run ? id : undefined;
}

/**
 * Gives a run an id, which the run before loses.
 *
 * @param {Run} run
 * @param {string} id under which it is kept from now on; empty for none
 */
export function setStoredId(run, id) {
  if (storedId(run) !== id) kept.delete(run); // nothing of it is kept there yet
  ids.set(run, id);
  if (!id) return;
  holders.set(id, new WeakRef(run));
  ended.register(run, id);
}

/**
 * The content of a run's file: its newest checkpoint, and all that may change beside it.
 *
 * @param {Run} run
 * @param {Session['samplingValues']} sampling
 * @returns {Content}
 */
export function contentOf({ checkpoint, config, record }, sampling) {
  const step = Number(checkpoint?.counters[0]);
  const saved = savedRecord(record, { step, epoch: 0 }); // the epoch follows from the checkpoint
  return { checkpoint, others: JSON.stringify([config, sampling, saved]) };
}

/**
 * True for a run that is not to be kept: those of lessons would crowd out the reader's own.
 *
 * @param {Run} run
 */
export const isUnkept = (run) => isOfLesson(run) && !storedId(run);

/**
 * The facts of a run that is to be kept.
 *
 * @param {Run} run
 * @param {number} step
 */
export function storedFacts({ text, config, record, textReport }, step) {
  const { cell, hiddenSize, numLayers } = config;
  return {
    ...{ text, chars: Number(textReport?.chars), cell, hiddenSize, numLayers, step },
    bitsPerChar: record.validationBits ?? record.progress?.bitsPerChar,
    savedAt: Date.now(),
  };
}

/**
 * Notes what is kept of a run under its id.
 *
 * @param {Run} run
 * @param {Content} content
 */
export const setKept = (run, content) => void kept.set(run, content);

/**
 * The step at which a run is kept; 0 for one that is not.
 *
 * @param {Run} run
 */
export const keptStep = (run) => (keptId(run) && kept.get(run)?.checkpoint?.counters[0]) || 0;

/** Notes that nothing may be kept any longer. */
export function forgetKept() {
  kept = new WeakMap();
}

/**
 * The id of a run of which something is kept.
 *
 * @param {Run | undefined} run
 */
export const keptId = (run) => (run && kept.has(run) ? storedId(run) : undefined);

/**
 * True where all of this is kept of a run.
 *
 * @param {Run} run
 * @param {Content} content
 */
export function isKept(run, { checkpoint, others }) {
  const known = kept.get(run);
  return Boolean(storedId(run)) && known?.checkpoint === checkpoint && known?.others === others;
}

/**
 * Opens a kept run, paused, in place of the present one of a session, which Undo can bring back. It
 * stays kept under its id. Reports a failure, and rejects with it.
 *
 * @param {Session} session
 * @param {string} id
 */
export async function openStored(session, id) {
  const place = session.takePlace(); // before it is read: what comes meanwhile is newer
  const bytes = await loadRun(id).catch((error) => {
    session.report(error);
    throw error;
  });
  if (!bytes) {
    const message = 'This run can no longer be read: another page may have deleted it.';
    const error = Object.assign(new Error(message), { name: 'StorageError' });
    session.report(error);
    throw error;
  }
  const { openRun, savedSteps } = await savedRuns(session);
  const run = await openRun(session, bytes, undefined, place);
  setStoredId(run, id);
  setKept(run, contentOf(run, session.samplingValues));
  savedSteps.delete(run); // it is no file of the reader's
  note(id, session.wantsTraining);
}
