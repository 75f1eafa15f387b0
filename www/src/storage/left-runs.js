/**
 * Runs of pages that are being left. Such a page cannot wait for the storage to open or to be read, so
 * it only puts its run down, beside the others; `run-store.js` gives it its place afterwards.
 */

import { abortChanges, connect, STORES } from './database.js';
import { FORMAT, storedRun } from './stored-run.js';

const LEFT = 'left';
/** The bytes of a part: browsers copy larger values after the page has gone on, and so lose them. */
const PART_BYTES = 48 * 1024;

/** Fires `lost` when the browser or another page takes the storage away, perhaps with all runs. */
export const connections = new EventTarget();

/** @type {Promise<IDBDatabase> | undefined} */
let opening;
/** @type {IDBDatabase | undefined} */
let connection;

/**
 * The key of a run that is put down.
 *
 * @param {string} id
 */
export const leftKey = (id) => [LEFT, id];

/**
 * The id of a run that is put down under a key.
 *
 * @param {unknown} key
 * @returns {string | undefined} undefined for a key of anything else
 */
export const leftId = (key) =>
  Array.isArray(key) && key[0] === LEFT && key.length === 2 ? key[1] : undefined;

/**
 * The keys of the parts of the file of a run that is put down.
 *
 * @param {string} id
 */
export const leftPartsOf = (id) => IDBKeyRange.bound([LEFT, id], [LEFT, id, []]);

/** Opens a connection for `leaveRun`, until a newer version of the page needs the storage. */
export async function prepareToLeave() {
  if (opening) return void (await opening);
  const close = () => {
    connection?.close();
    connection = undefined;
    opening = undefined;
  };
  try {
    opening = connect();
    connection = await opening;
    connection.onversionchange = connection.onclose = () => {
      close();
      connections.dispatchEvent(new Event('lost'));
    };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * Puts a run down at once. Only what is small is written before the page is gone.
 *
 * @param {Omit<import('./stored-run.js').StoredRun, 'format' | 'bytes'>} given
 * @param {ArrayBuffer} bytes its file
 * @returns {boolean} false where there is no connection
 */
export function leaveRun(given, bytes) {
  const run = storedRun({ ...given, bytes: bytes.byteLength, format: FORMAT });
  if (!run || !connection) return false;
  abortChanges(); // a page that goes does not end them, and this one would wait for them
  try {
    const transaction = connection.transaction(STORES, 'readwrite');
    const [facts, files] = STORES.map((name) => transaction.objectStore(name));
    facts.put(run, leftKey(run.id));
    files.delete(leftPartsOf(run.id)); // of an earlier time at which the page was left
    for (let at = 0; at < bytes.byteLength; at += PART_BYTES) {
      files.put(bytes.slice(at, at + PART_BYTES), [LEFT, run.id, at]);
    }
    transaction.commit?.();
    return true;
  } catch {
    return false; // the browser has closed the connection
  }
}
