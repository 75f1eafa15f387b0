/** Waiting for what an act has begun. */

/** @typedef {import('./lab.js').Lab} Lab */

/** The error of an act that was not carried to its end. */
export const interrupted = () =>
  Object.assign(new Error('the experiment was interrupted'), { name: 'AbortError' });

/**
 * Resolves at an event of the session after which something is true.
 *
 * @param {Lab} lab
 * @param {() => boolean} isTrue throws where it cannot become true
 * @returns {Promise<void>}
 */
export function happened({ session, signal }, isTrue) {
  const listening = new AbortController();
  /** @type {Promise<void>} */
  const whenTrue = new Promise((resolve, reject) => {
    const check = () => {
      try {
        if (signal.aborted) throw interrupted();
        if (isTrue()) resolve();
      } catch (error) {
        reject(/** @type {Error} */ (error));
      }
    };
    for (const type of ['change', 'state', 'step', 'checkpoint']) {
      session.addEventListener(type, check, listening);
    }
    signal.addEventListener('abort', check, listening);
    check();
  });
  return whenTrue.finally(() => listening.abort());
}

/**
 * Work of an experiment, which is stopped with the lab.
 *
 * @param {Lab} lab
 * @param {Promise<void>} work
 * @param {() => void} stop
 */
export async function waited({ signal }, work, stop) {
  signal.addEventListener('abort', stop);
  await work.finally(() => signal.removeEventListener('abort', stop));
  signal.throwIfAborted();
}
