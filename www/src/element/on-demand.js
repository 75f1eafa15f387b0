/** Code of the widget that most pages and readers do not need. */

/** @typedef {import('../runs/session.js').Session} Session */

const OPTIONS = ['controls', 'readonly', 'src', 'autostart'];
/** Signs of a reader, who may print the page. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown'];

/**
 * The code of the attributes that a tag has, where it has any of them.
 *
 * @param {Element} tag
 * @returns {Promise<typeof import('./tag-options.js')> | undefined}
 */
export const optionsOf = (tag) =>
  OPTIONS.some((name) => tag.hasAttribute(name)) ? import('./tag-options.js') : undefined;

/**
 * Loads the code that prints, once there is a reader.
 *
 * @param {import('./arrangement.js').Arrangement} places
 * @param {Session} session
 * @param {(panel: string) => boolean} shows true for a panel that the page shows
 * @param {AbortController} life ends it
 */
export function followReader(places, session, shows, life) {
  let isWanted = true;
  const load = async () => {
    if (!isWanted) return;
    isWanted = false;
    try {
      (await import('./paper.js')).preparePaper(places, session, shows, life.signal);
    } catch {
      isWanted = true; // with the next sign
    }
  };
  for (const type of SIGNS) addEventListener(type, load, life);
}
