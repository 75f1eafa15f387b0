/** The browser's database of this site, with the facts and the bytes of each run in two stores. */

import { promisifyRequest } from 'idb-keyval';
import { StorageError, storageError } from './storage-error.js';

const DATABASE = 'lstm-playground';
const VERSION = 1;
export const STORES = ['facts', 'bytes'];

/** @typedef {{facts: IDBObjectStore, bytes: IDBObjectStore}} Stores */

/**
 * Uses the storage in one transaction: where a part of it fails, nothing is changed.
 *
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(stores: Stores) => Promise<T>} use waits for nothing but the storage
 * @returns {Promise<T>} settles when the changes are written
 */
export async function within(mode, use) {
  let database;
  try {
    database = await connect();
    const transaction = database.transaction(STORES, mode);
    const [facts, bytes] = STORES.map((name) => transaction.objectStore(name));
    const done = endOf(transaction);
    const result = await use({ facts, bytes }).catch(async (error) => {
      await abort(transaction, done);
      // The browser's reason to give up, which its pending requests do not tell.
      throw error instanceof StorageError ? error : (transaction.error ?? error);
    });
    await done;
    return result;
  } catch (error) {
    throw storageError(error);
  } finally {
    database?.close();
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

/**
 * @param {IDBTransaction} transaction
 * @param {Promise<void>} done
 */
async function abort(transaction, done) {
  try {
    transaction.abort();
  } catch {
    // The browser has aborted it.
  }
  await done.catch(() => {});
}

/** Opens a connection. */
export function connect() {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    for (const name of STORES) request.result.createObjectStore(name);
  };
  return promisifyRequest(request);
}
