/**
 * Runs that are kept on this computer, in the browser's storage of this site. Every function is one
 * transaction, so pages that are open at the same time see each other's changes whole.
 */

import { promisifyRequest } from 'idb-keyval';
import { within } from './database.js';
import { evictedFor, hasRoom } from './eviction.js';
import { StorageError } from './storage-error.js';
import { cleanName, FORMAT, isFuture, storedRun } from './stored-run.js';

export { StorageError };

/** @typedef {import('./stored-run.js').StoredRun} StoredRun */

/** The key, among the facts of the runs, of the choice to keep nothing. */
const KEEPS_NOTHING = 'keeps-nothing';

/** Fires `change` after each change by this page. */
export const changes = new EventTarget();

/**
 * The runs that can be read, the newest first.
 *
 * @returns {Promise<StoredRun[]>}
 */
export async function listRuns() {
  const entries = await within('readonly', ({ facts }) => entriesIn(facts));
  return runsOf(entries).sort((a, b) => b.savedAt - a.savedAt);
}

/**
 * The file of a run.
 *
 * @param {string} id
 * @returns {Promise<ArrayBuffer | undefined>} undefined where there is none
 */
export async function loadRun(id) {
  const [facts, bytes] = await within('readonly', (stores) =>
    Promise.all([promisifyRequest(stores.facts.get(id)), promisifyRequest(stores.bytes.get(id))]),
  );
  if (isFuture(facts)) throw new StorageError('future');
  return readRun(id, facts) && bytes instanceof ArrayBuffer ? bytes : undefined;
}

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
  const { id } = run;
  const isStored = await within('readwrite', async (stores) => {
    if (await promisifyRequest(stores.facts.get(KEEPS_NOTHING))) return false;
    const entries = await entriesIn(stores.facts);
    if (isFuture(entries.get(id))) throw new StorageError('future');
    const runs = runsOf(entries);
    const name = run.name ?? runs.find((other) => other.id === id)?.name;
    const others = runs.filter((other) => other.id !== id);
    const removed = [...evictedFor(others, run.bytes), ...damagedIn(entries)];
    for (const other of removed) remove(stores, other);
    put(stores, { ...run, name }, bytes);
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
    put(stores, run, bytes);
    return '';
  });
  if (!problem) changed();
  return problem;
}

/** @param {string} id */
export async function deleteRun(id) {
  await within('readwrite', async (stores) => remove(stores, id));
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
  changed();
}

const changed = () => changes.dispatchEvent(new Event('change'));

/**
 * @param {IDBObjectStore} facts
 * @returns {Promise<Map<any, unknown>>} values by their keys
 */
async function entriesIn(facts) {
  const all = [promisifyRequest(facts.getAllKeys()), promisifyRequest(facts.getAll())];
  const [keys, values] = await Promise.all(all);
  return new Map(keys.map((key, i) => [key, values[i]]));
}

/**
 * The run of an entry, where it can be read.
 *
 * @param {string} id
 * @param {unknown} facts
 */
function readRun(id, facts) {
  const run = storedRun(facts);
  return run?.id === id ? run : undefined;
}

/**
 * The runs that can be read.
 *
 * @param {Map<any, unknown>} entries
 */
const runsOf = (entries) =>
  [...entries].map(([key, value]) => readRun(key, value)).filter((run) => run !== undefined);

/**
 * The keys of what no version can read, and nobody could delete.
 *
 * @param {Map<any, unknown>} entries
 */
function damagedIn(entries) {
  const known = new Set([KEEPS_NOTHING, ...runsOf(entries).map(({ id }) => id)]);
  return [...entries.keys()].filter((key) => !known.has(key) && !isFuture(entries.get(key)));
}

/**
 * The facts of a run that is to be kept.
 *
 * @param {Omit<StoredRun, 'format' | 'bytes'>} given
 * @param {ArrayBuffer} bytes its file
 */
function checked(given, bytes) {
  const run = storedRun({ ...given, bytes: bytes.byteLength, format: FORMAT });
  if (run && run.id !== KEEPS_NOTHING) return run;
  throw new TypeError(`a fact of the run "${given.id}" is missing or no number`);
}

/**
 * @param {import('./database.js').Stores} stores
 * @param {StoredRun} run
 * @param {ArrayBuffer} file
 */
function put({ facts, bytes }, run, file) {
  facts.put(run, run.id);
  bytes.put(file, run.id);
}

/**
 * @param {import('./database.js').Stores} stores
 * @param {IDBValidKey} id
 */
function remove({ facts, bytes }, id) {
  facts.delete(id);
  bytes.delete(id);
}
