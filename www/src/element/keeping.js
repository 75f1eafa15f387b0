/** @typedef {import('../runs/session.js').Session} Session */

/** The key of the mark that runs were kept: without it, a visit has nothing to look for. */
export const KEPT = 'lstm-playground-kept';

/**
 * Keeps the runs of a session in the browser, and offers the one of the last visit. The code is loaded
 * where there is a run to keep or to offer.
 *
 * @param {Session} session
 * @param {AbortSignal} signal ends it
 * @param {boolean} isReturning true for a session that has been offered one
 */
export function keepRuns(session, signal, isReturning) {
  /** @type {import('./autosave.js').Autosave | undefined} */
  let autosave;
  const load = async () => {
    const module = await import('./autosave.js').catch(() => undefined);
    if (!module || autosave || signal.aborted) return; // the next checkpoint tries again
    autosave = new module.Autosave(session, signal);
  };
  session.addEventListener('checkpoint', load, { signal });
  if (wasKept() && !isReturning) void load().then(() => autosave?.offer());
}

function wasKept() {
  try {
    return localStorage.getItem(KEPT) !== null;
  } catch {
    return false; // without storage, nothing was
  }
}
