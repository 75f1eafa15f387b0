/** @typedef {import('../runs/session.js').Session} Session */

const NOT_LOADED =
  'The code that saves and opens runs could not be loaded: the network may be down. What is here stays as it was.';

/**
 * The code that saves and opens runs, which is loaded when it is first used. Reports a failure, and
 * rejects with it.
 *
 * @param {Session} session
 */
export const savedRuns = (session) =>
  import('../runs/saved-runs.js').catch(() => {
    const error = Object.assign(new Error(NOT_LOADED), { name: 'FileError' });
    session.report(error);
    throw error;
  });
