/** The browser's database of this site, with the facts and the bytes of each run in two stores. */

import { promisifyRequest } from 'idb-keyval';
import { inTime } from './patience.js';
import { StorageError, storageError } from './storage-error.js';

const DATABASE = 'lstm-playground';
const VERSION = 1;
export const STORES = ['facts', 'bytes'];

/** @typedef {{facts: IDBObjectStore, bytes: IDBObjectStore}} Stores */

/** @type {Set<IDBTransaction>} the changes that are being made */
const changing = new Set();

/** Errors of a connection that the browser has lost: another may work. */
const LOST = ['AbortError', 'InvalidStateError', 'UnknownError'];

/**
 * Uses the storage in one transaction: where a part of it fails, nothing is changed.
 *
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(stores: Stores) => Promise<T>} use waits for nothing but the storage, and may be called again
 * @returns {Promise<T>} settles when the changes are written
 */
export async function within(mode, use) {
  try {
    return await once(mode, use).catch((error) => {
      if (LOST.includes(error?.name)) return once(mode, use);
      throw error;
    });
  } catch (error) {
    throw storageError(error);
  }
}

/** @type {typeof within} */
async function once(mode, use) {
  const database = await connect();
  try {
    const transaction = database.transaction(STORES, mode);
    const [facts, bytes] = STORES.map((name) => transaction.objectStore(name));
    const done = endOf(transaction);
    if (mode === 'readwrite') {
      changing.add(transaction);
      done.finally(() => changing.delete(transaction)).catch(() => {});
    }
    const work = async () => {
      const result = await use({ facts, bytes }).catch(async (error) => {
        abort(transaction);
        await done.catch(() => {});
        // The browser's reason to give up, which its pending requests do not tell.
        throw error instanceof StorageError ? error : (transaction.error ?? error);
      });
      await done;
      return result;
    };
    return await inTime(work(), () => abort(transaction));
  } finally {
    database.close();
  }
}

/**
 * Waits for the end of a transaction. A failed request ends it too, but it knows its error only
 * when it is aborted.
 *
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
const endOf = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

/** Gives up the changes that are being made; they are tried once more, if the page stays. */
export const abortChanges = () => changing.forEach(abort);

/** @param {IDBTransaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // The browser has aborted it.
  }
}

/** Opens a connection, and makes the stores where there are none. */
export async function connect() {
  const database = await openWhole();
  if (database) return database;
  const { locks } = navigator;
  // Another page may have made it anew by then: without the lock its runs would be deleted.
  await (locks ? inTime(locks.request(DATABASE, deleteEmpty)) : deleteEmpty());
  return open();
}

async function deleteEmpty() {
  const database = await openWhole();
  if (database) return database.close();
  await inTime(promisifyRequest(indexedDB.deleteDatabase(DATABASE)));
}

/** @returns {Promise<IDBDatabase | undefined>} undefined where it is empty */
async function openWhole() {
  const database = await open();
  const { objectStoreNames } = database;
  if (STORES.every((name) => objectStoreNames.contains(name))) return database;
  database.close();
  // A program that opens a database without asking for stores leaves an empty one.
  if (objectStoreNames.length > 0) throw new StorageError('damaged');
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    for (const name of STORES) request.result.createObjectStore(name);
  };
  const close = () => request.result.close();
  return inTime(promisifyRequest(request), () => (request.onsuccess = close));
}
