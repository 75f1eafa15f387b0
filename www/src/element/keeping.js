/** @typedef {import('../runs/session.js').Session} Session */

/** The key of the mark that runs were kept: without it, a visit has nothing to look for. */
export const KEPT = 'lstm-playground-kept';

const NOT_LOADED =
  'A part of the page could not be loaded, and this run is not kept: Save run makes a file of it.';

/**
 * Keeps the runs of a session in the browser, and offers the one of the last visit. The code is loaded
 * where there is a run to keep or to offer; where that fails, leaving the page asks first.
 *
 * @param {Session} session
 * @param {AbortSignal} signal ends it
 * @param {boolean} isReturning true for a session that has been offered one
 */
export function keepRuns(session, signal, isReturning) {
  /** @type {import('./autosave.js').Autosave | undefined} */
  let autosave;
  const ask = (/** @type {Event} */ event) => {
    if (session.run && !autosave) event.preventDefault();
  };
  let hasFailed = false;
  const load = async () => {
    const module = await import('./autosave.js').catch(() => undefined);
    if (autosave || signal.aborted) return;
    if (module) autosave = new module.Autosave(session, signal);
    else if (!hasFailed && session.run) {
      hasFailed = true; // the next checkpoint tries again
      addEventListener('beforeunload', ask, { signal });
      session.aside = { message: NOT_LOADED, kind: 'notice' };
      session.changed();
    }
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
