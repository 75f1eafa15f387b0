/** Code that is loaded when it is first used. */

/**
 * Reports a failure of the loading to a session, and rejects with it.
 *
 * @template Module
 * @param {import('../runs/session.js').Session} session
 * @param {Promise<Module>} loading
 * @param {string} act that the code is for, as in "saves and opens runs"
 * @returns {Promise<Module>}
 */
export const loaded = (session, loading, act) =>
  loading.catch(() => {
    const message = `The code that ${act} could not be loaded: the network may be down. What is here stays as it was.`;
    const error = Object.assign(new Error(message), { name: 'FileError' });
    session.report(error);
    throw error;
  });
