import { afterSeconds } from '../lib/after-seconds.js';
import { StorageError } from './storage-error.js';

/** Seconds in which the storage answers, unless another page holds it or the browser has a fault. */
const PATIENCE = 10;

/**
 * A promise that fails where the storage takes too long.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {() => void} [giveUp] called where it takes too long
 * @returns {Promise<T>}
 */
export function inTime(promise, giveUp) {
  let end = () => {};
  const late = new Promise((_, reject) => {
    end = afterSeconds(PATIENCE, () => {
      giveUp?.();
      reject(new StorageError('busy'));
    });
  });
  return Promise.race([promise, late]).finally(end);
}
