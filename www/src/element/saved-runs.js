import { loaded } from './loaded.js';

/**
 * The code that saves and opens runs. Reports a failure of its loading, and rejects with it.
 *
 * @param {import('../runs/session.js').Session} session
 */
export const savedRuns = (session) =>
  loaded(session, import('../runs/saved-runs.js'), 'saves and opens runs');
