import { StorageError } from './storage-error.js';

/** The most runs that are kept, and their bytes together. */
export const MAX_RUNS = 20;
export const MAX_STORED_BYTES = 200e6;

const ALL_NAMED =
  'All other runs kept on this computer have names, and there is no room beside them: delete one in My runs, or keep this run as a file with Save run.';

/**
 * @param {import('./stored-run.js').StoredRun[]} runs
 * @param {number} bytes of one more
 */
export const hasRoom = (runs, bytes) =>
  runs.length < MAX_RUNS && runs.reduce((sum, run) => sum + run.bytes, bytes) <= MAX_STORED_BYTES;

/**
 * The runs that give way to a new one: the oldest first, and never one with a name.
 *
 * @param {import('./stored-run.js').StoredRun[]} others
 * @param {number} bytes of the new run
 * @returns {string[]} their ids
 * @throws {StorageError} where runs with names leave no room
 */
export function evictedFor(others, bytes) {
  const candidates = others.filter(({ name }) => !name).sort((a, b) => a.savedAt - b.savedAt);
  const evicted = [];
  let count = others.length + 1;
  let total = others.reduce((sum, run) => sum + run.bytes, bytes);
  while (count > MAX_RUNS || total > MAX_STORED_BYTES) {
    const oldest = candidates.shift();
    if (!oldest) throw new StorageError('full', ALL_NAMED);
    evicted.push(oldest.id);
    count--;
    total -= oldest.bytes;
  }
  return evicted;
}
