import { loaded } from './loaded.js';

/**
 * The code of lessons, which is loaded where one is asked for; a bundle may leave it out. Reports a
 * failure of its loading, and rejects with it.
 *
 * @param {import('../runs/session.js').Session} session
 */
export const loadLessons = (session) =>
  loaded(session, import('./lesson-panel.js'), 'shows lessons');
