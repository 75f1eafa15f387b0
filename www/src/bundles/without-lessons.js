/** Takes the place of the code that loads lessons, where they are left out. */

const message =
  'This script has no lessons: load lstm-playground.js with its files, or open playground.html.';

/**
 * Says so.
 *
 * @param {import('../runs/session.js').Session} session
 */
export async function loadLessons(session) {
  session.report({ name: 'SettingError', message });
}

export const prepareLesson = async () => {};
