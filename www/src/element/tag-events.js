import { dispatch } from './dispatch.js';

/**
 * Dispatches the events of a session on the tag.
 *
 * @param {import('../runs/session.js').Session} session
 * @param {Element} tag
 * @param {AbortController} life ends it
 */
export function forwardEvents(session, tag, life) {
  /** @param {any} event of a text, of which the widget alone shows more */
  const tellText = ({ type, detail: { step, seed, prompt, text } }) =>
    dispatch(tag, type, { step, seed, prompt, text });
  session.addEventListener('sample', tellText, life);
  for (const type of ['step', 'state', 'error']) {
    const tell = (/** @type {any} */ { detail }) => dispatch(tag, type, detail);
    session.addEventListener(type, tell, life);
  }
}
