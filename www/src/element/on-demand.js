/** Code of the widget that most pages and readers do not need. */

import { prepareLesson } from './lesson-loader.js';

/** @typedef {import('../runs/session.js').Session} Session */

const OPTIONS = ['controls', 'readonly', 'src', 'autostart'];
/** The time in ms after which the code that prints is loaded: before, everything that a reader sees. */
const IDLE_MS = 3000;

/**
 * The code of the attributes that a tag has, where it has any of them.
 *
 * @param {Element} tag
 * @returns {Promise<typeof import('./tag-options.js') | undefined>}
 */
export async function optionsOf(tag) {
  const lesson = tag.getAttribute('lesson');
  if (lesson !== null) await prepareLesson(tag, { lesson });
  return OPTIONS.some((name) => tag.hasAttribute(name)) ? import('./tag-options.js') : undefined;
}

/**
 * Loads the code that prints: a browser waits for nothing when it prints.
 *
 * @param {import('./arrangement.js').Arrangement} places
 * @param {Session} session
 * @param {(panel: string) => boolean} shows true for a panel that the page shows
 * @param {AbortController} life ends it
 */
export function awaitPrint(places, session, shows, life) {
  let isWanted = true;
  const load = async () => {
    if (!isWanted || life.signal.aborted) return;
    isWanted = false;
    try {
      (await import('./paper.js')).preparePaper(places, session, shows, life.signal);
    } catch {
      isWanted = true; // with the next step
    }
  };
  setTimeout(load, IDLE_MS);
  session.addEventListener('step', load, life);
}
