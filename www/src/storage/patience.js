import { StorageError } from './storage-error.js';

/** Seconds in which the storage answers, unless another page holds it or the browser has a fault. */
const PATIENCE = 10;

/**
 * A promise that fails where the storage takes too long. Time in which the page is frozen does not
 * count: it is one second of the clock here.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {() => void} [giveUp] called where it takes too long
 * @returns {Promise<T>}
 */
export function inTime(promise, giveUp) {
  let seconds = 0;
  /** @type {ReturnType<typeof setInterval>} */
  let clock;
  const late = new Promise((_, reject) => {
    clock = setInterval(() => {
      if (++seconds < PATIENCE) return;
      giveUp?.();
      reject(new StorageError('busy'));
    }, 1000);
  });
  return Promise.race([promise, late]).finally(() => clearInterval(clock));
}
