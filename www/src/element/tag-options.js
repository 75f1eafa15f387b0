/** The attributes of the tag that count once it is seen: `controls`, `readonly`, `src` and `autostart`. */

import { isOn } from './is-on.js';
import { ReaderControls } from './reader-controls.js';

/** The sessions that `autostart` has started: each starts once. */
const started = new WeakSet();
/** The sessions that have opened or refused the address in `src`: a tag that returns has the reader's text. */
const opened = new WeakSet();

/**
 * Limits a reader to the controls that the page leaves, also after a change.
 *
 * @param {Element} tag
 * @param {ShadowRoot} root
 * @param {ReaderControls} [before] those until now
 */
export function limit(tag, root, before) {
  const controls = new ReaderControls(tag.getAttribute('controls'), isOn(tag, 'readonly'));
  const others = root.adoptedStyleSheets.filter((sheet) => sheet !== before?.sheet);
  root.adoptedStyleSheets = [controls.sheet, ...others];
  return controls;
}

/**
 * Opens the saved run that the page names, once.
 *
 * @param {Element} tag
 * @param {import('../runs/session.js').Session} session
 * @param {import('./widget.js').Widget['savedRuns']} savedRuns
 */
export async function openSource(tag, session, savedRuns) {
  const src = tag.getAttribute('src');
  if (src === null || opened.has(session)) return;
  const place = session.takePlace(); // before the code is loaded: what comes meanwhile is newer
  const opening = savedRuns().then((runs) => runs.openRun(session, src, undefined, place));
  await opening.catch(() => {}); // it is reported
  if (!session.isAway) opened.add(session);
}

/**
 * Trains where the page asks for it, as soon as a reader can see the tag.
 *
 * @param {Element} tag in sight
 * @param {import('../runs/session.js').Session} session
 */
export function autostart(tag, session) {
  if (started.has(session) || session.isAway || !isOn(tag, 'autostart')) return;
  if (document.hidden) {
    const options = { once: true };
    document.addEventListener('visibilitychange', () => autostart(tag, session), options);
    return;
  }
  started.add(session);
  session.train().catch(() => {}); // it is reported
}
