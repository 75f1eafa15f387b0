/**
 * Runs that are kept on this computer, in the browser's storage of this site. Every function is one
 * transaction, so pages that are open at the same time see each other's changes whole.
 */

import { promisifyRequest } from 'idb-keyval';
import { within } from './database.js';
import {
  checked,
  entriesIn,
  KEEPS_NOTHING,
  place,
  placeLeft,
  put,
  readFile,
  readRun,
  remove,
  removeLeft,
  runsOf,
} from './entries.js';
import { hasRoom } from './eviction.js';
import { leftId } from './left-runs.js';
import { StorageError } from './storage-error.js';
import { cleanName } from './stored-run.js';

export { StorageError };

/** @typedef {import('./stored-run.js').StoredRun} StoredRun */

/** Fires `change` after each change by this page, and `choice` after a choice to keep nothing or runs. */
export const changes = new EventTarget();

/**
 * The runs that can be read, the newest first.
 *
 * @returns {Promise<StoredRun[]>}
 */
export async function listRuns() {
  const read = () => within('readonly', ({ facts }) => entriesIn(facts));
  const hasLeft = (/** @type {Map<any, unknown>} */ entries) => [...entries.keys()].some(leftId);
  let entries = await read();
  if (hasLeft(entries)) {
    await within('readwrite', placeLeft);
    entries = await read();
  }
  return runsOf(entries).sort((a, b) => b.savedAt - a.savedAt);
}

/** True where no version of the page keeps a run. */
export const isEmpty = () =>
  within('readonly', async ({ facts }) =>
    (await promisifyRequest(facts.getAllKeys())).every((key) => key === KEEPS_NOTHING),
  );

/**
 * The file of a run.
 *
 * @param {string} id
 * @returns {Promise<ArrayBuffer | undefined>} undefined where there is none
 * @throws {StorageError}
 */
export const loadRun = (id) => within('readonly', (stores) => readFile(stores, id));

/**
 * Keeps a run, in place of the one with its id, whose name stays unless there is another. The oldest
 * runs without a name give way to it.
 *
 * @param {Omit<StoredRun, 'format' | 'bytes'>} given
 * @param {ArrayBuffer} bytes its file
 * @returns {Promise<boolean>} false where nothing is to be kept
 */
export async function storeRun(given, bytes) {
  const run = checked(given, bytes);
  const isStored = await within('readwrite', async (stores) => {
    if (await promisifyRequest(stores.facts.get(KEEPS_NOTHING))) return false;
    await place(stores, await entriesIn(stores.facts), run, bytes);
    return true;
  });
  if (isStored) changed();
  return isStored;
}

/**
 * Brings a deleted run back. It replaces no other: neither one that has been kept under its id since,
 * nor an older one.
 *
 * @param {Omit<StoredRun, 'format' | 'bytes'>} given
 * @param {ArrayBuffer} bytes its file
 * @returns {Promise<'' | 'taken' | 'full' | 'nothing'>} the reason why it is not back: its id is taken,
 *   there is no room, or nothing is to be kept
 */
export async function restoreRun(given, bytes) {
  const run = checked(given, bytes);
  const problem = await within('readwrite', async (stores) => {
    const entries = await entriesIn(stores.facts);
    if (entries.get(KEEPS_NOTHING)) return 'nothing';
    if (entries.has(run.id)) return 'taken';
    if (!hasRoom(runsOf(entries), run.bytes)) return 'full';
    await put(stores, run, bytes);
    return '';
  });
  if (!problem) changed();
  return problem;
}

/** @param {string} id */
export async function deleteRun(id) {
  await within('readwrite', async (stores) => {
    remove(stores, id);
    removeLeft(stores, id);
  });
  changed();
}

/**
 * @param {string} id
 * @param {string} given empty for none
 */
export async function nameRun(id, given) {
  await within('readwrite', async ({ facts }) => {
    const run = readRun(id, await promisifyRequest(facts.get(id)));
    if (!run) return; // another page has deleted it
    facts.put({ ...run, name: cleanName(given) }, id);
  });
  changed();
}

/** True where the reader has chosen to keep nothing on this computer. */
export const keepsNothing = () =>
  within('readonly', async ({ facts }) =>
    Boolean(await promisifyRequest(facts.get(KEEPS_NOTHING))),
  );

/**
 * Chooses to keep nothing, which deletes all runs, or to keep runs again.
 *
 * @param {boolean} isChosen
 */
export async function keepNothing(isChosen) {
  await within('readwrite', async ({ facts, bytes }) => {
    if (!isChosen) return void facts.delete(KEEPS_NOTHING);
    facts.clear();
    bytes.clear();
    facts.put(true, KEEPS_NOTHING);
  });
  changes.dispatchEvent(new CustomEvent('choice', { detail: isChosen }));
  changed();
}

const changed = () => changes.dispatchEvent(new Event('change'));
