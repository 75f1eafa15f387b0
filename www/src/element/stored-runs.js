/** The runs on the page that the browser keeps. This code is loaded when it is first used. */

import { loadRun } from '../storage/run-store.js';
import { savedRuns } from './saved-runs.js';

/**
 * @typedef {import('../runs/run.js').Run} Run
 * @typedef {import('../runs/session.js').Session} Session
 */

/** @type {WeakMap<Run, string>} the ids under which runs are kept */
const ids = new WeakMap();

/**
 * The id under which a run is kept, if it is.
 *
 * @param {Run | undefined} run
 */
export const storedId = (run) => run && ids.get(run);

/**
 * @param {Run} run
 * @param {string} id under which it is kept from now on
 */
export const setStoredId = (run, id) => void ids.set(run, id);

/**
 * Opens a kept run, paused, in place of the present one of a session, which Undo can bring back. It
 * stays kept under its id. Reports a failure, and rejects with it.
 *
 * @param {Session} session
 * @param {string} id
 */
export async function openStored(session, id) {
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
  await (await savedRuns(session)).openRun(session, bytes);
  if (session.run) setStoredId(session.run, id);
}
