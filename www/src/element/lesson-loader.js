import { loaded } from './loaded.js';

/** @typedef {typeof import('./lesson-panel.js')} Code */

/** @type {Promise<Code> | undefined} */
let loading;

/** Loads the code of lessons once; after a failure again. */
function load() {
  loading ??= import('./lesson-panel.js').catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * The code of lessons, which is loaded where one is asked for; a bundle may leave it out. Reports a
 * failure of its loading, and rejects with it.
 *
 * @param {import('../runs/session.js').Session} session
 */
export const loadLessons = (session) => loaded(session, load(), 'shows lessons');

/**
 * Loads what a lesson shows at first, so that nothing else is seen before it. A failure is reported when
 * the lesson is opened.
 *
 * @param {Element} host
 * @param {Partial<import('../links/setup.js').Setup>} setup
 */
export const prepareLesson = (host, setup) =>
  load()
    .then((code) => code.stringsOf(host, setup))
    .catch(() => {});
