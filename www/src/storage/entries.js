/** The entries of the storage: what is read is checked, and a run gets its place. */

import { promisifyRequest } from 'idb-keyval';
import { evictedFor } from './eviction.js';
import { leftId, leftKey, leftPartsOf } from './left-runs.js';
import { StorageError } from './storage-error.js';
import { FORMAT, isFuture, storedRun } from './stored-run.js';

/** @typedef {import('./stored-run.js').StoredRun} StoredRun */

/** The key, among the facts of the runs, of the choice to keep nothing. */
export const KEEPS_NOTHING = 'keeps-nothing';

const PART_KEY = 'part';
/** The bytes of a part of a file: while the browser copies one, the page is blocked. */
const PART_BYTES = 2 ** 20;

/**
 * The keys of the parts of a run's file after the first one, whose key is the id.
 *
 * @param {IDBValidKey} id
 */
const laterPartsOf = (id) => IDBKeyRange.bound([PART_KEY, id], [PART_KEY, id, []]);

/**
 * Puts a run in its place.
 *
 * @param {import('./database.js').Stores} stores
 * @param {Map<any, unknown>} entries the facts that are stored, which follow the change
 * @param {StoredRun} run
 * @param {ArrayBuffer} bytes
 */
export async function place(stores, entries, run, bytes) {
  const { id } = run;
  if (isFuture(entries.get(id))) throw new StorageError('future');
  const runs = runsOf(entries);
  const name = run.name ?? runs.find((other) => other.id === id)?.name;
  const others = runs.filter((other) => other.id !== id);
  for (const key of [...evictedFor(others, run.bytes), ...damagedIn(entries)]) {
    remove(stores, key);
    entries.delete(key);
  }
  removeLeft(stores, id);
  await put(stores, { ...run, name }, bytes);
  entries.set(id, { ...run, name });
}

/**
 * Gives the runs of pages that were left their places: not where nothing is to be kept, where a later
 * state of the run is there, nor where runs with names leave no room. Those of a later version wait for it.
 *
 * @param {import('./database.js').Stores} stores
 */
export async function placeLeft(stores) {
  const entries = await entriesIn(stores.facts);
  for (const [key, facts] of [...entries]) {
    const id = leftId(key);
    if (id === undefined || isFuture(facts)) continue;
    const bytes = joined(await promisifyRequest(stores.bytes.getAll(leftPartsOf(id))));
    removeLeft(stores, id);
    entries.delete(key);
    const run = readRun(id, facts);
    const isOld = Number(readRun(id, entries.get(id))?.savedAt) > Number(run?.savedAt);
    if (!run || isOld || bytes?.byteLength !== run.bytes || entries.get(KEEPS_NOTHING)) continue;
    try {
      await place(stores, entries, run, bytes);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }
}

/**
 * @param {IDBObjectStore} facts
 * @returns {Promise<Map<any, unknown>>} values by their keys
 */
export async function entriesIn(facts) {
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
export function readRun(id, facts) {
  const run = storedRun(facts);
  return run?.id === id ? run : undefined;
}

/**
 * The runs that can be read.
 *
 * @param {Map<any, unknown>} entries
 */
export const runsOf = (entries) =>
  [...entries].map(([key, value]) => readRun(key, value)).filter((run) => run !== undefined);

/**
 * The keys of what no version can read, and nobody could delete.
 *
 * @param {Map<any, unknown>} entries
 */
function damagedIn(entries) {
  const known = new Set([KEEPS_NOTHING, ...runsOf(entries).map(({ id }) => id)]);
  const isDamaged = (/** @type {any} */ key) =>
    !known.has(key) && leftId(key) === undefined && !isFuture(entries.get(key));
  return [...entries.keys()].filter(isDamaged);
}

/**
 * The facts of a run that is to be kept.
 *
 * @param {Omit<StoredRun, 'format' | 'bytes'>} given
 * @param {ArrayBuffer} bytes its file
 */
export function checked(given, bytes) {
  const run = storedRun({ ...given, bytes: bytes.byteLength, format: FORMAT });
  if (run && run.id !== KEEPS_NOTHING) return run;
  throw new TypeError(`a fact of the run "${given.id}" is missing or no number`);
}

/**
 * @param {import('./database.js').Stores} stores
 * @param {StoredRun} run
 * @param {ArrayBuffer} file
 */
export async function put({ facts, bytes }, run, file) {
  const { id } = run;
  facts.put(run, id);
  bytes.delete(laterPartsOf(id));
  bytes.put(file.slice(0, PART_BYTES), id);
  for (let at = PART_BYTES; at < file.byteLength; at += PART_BYTES) {
    const part = file.slice(at, at + PART_BYTES);
    await promisifyRequest(bytes.put(part, [PART_KEY, id, at]));
  }
}

/**
 * Reads the file of a run.
 *
 * @param {import('./database.js').Stores} stores
 * @param {string} id
 * @returns {Promise<ArrayBuffer | undefined>} undefined where there is none
 * @throws {StorageError} for a run of a later version
 */
export async function readFile({ facts, bytes }, id) {
  const [value, first, later] = await Promise.all([
    promisifyRequest(facts.get(id)),
    promisifyRequest(bytes.get(id)),
    promisifyRequest(bytes.getAll(laterPartsOf(id))),
  ]);
  if (isFuture(value)) throw new StorageError('future');
  return readRun(id, value) && joined([first, ...later]);
}

/**
 * @param {import('./database.js').Stores} stores
 * @param {IDBValidKey} id
 */
export function remove({ facts, bytes }, id) {
  facts.delete(id);
  bytes.delete(id);
  bytes.delete(laterPartsOf(id));
}

/**
 * Removes a run that was put down.
 *
 * @param {import('./database.js').Stores} stores
 * @param {string} id
 */
export function removeLeft({ facts, bytes }, id) {
  facts.delete(leftKey(id));
  bytes.delete(leftPartsOf(id));
}

/**
 * A file from its parts.
 *
 * @param {unknown[]} parts
 * @returns {ArrayBuffer | undefined} undefined where one is none
 */
function joined(parts) {
  const known = parts.filter((part) => part instanceof ArrayBuffer);
  if (known.length < parts.length) return undefined;
  const bytes = new Uint8Array(known.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of known) {
    bytes.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return bytes.buffer;
}
