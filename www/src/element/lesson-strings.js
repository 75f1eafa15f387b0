import { languages, loadStrings } from '../lessons/lesson-text.js';

/**
 * The strings of a lesson, in the language of the link or of the page around the tag.
 *
 * @param {Element} host
 * @param {Partial<import('../links/setup.js').Setup>} setup
 */
export async function stringsOf(host, { lang }) {
  const around = /** @type {HTMLElement | null} */ (host.closest('[lang]'));
  const wanted = (lang ?? around?.lang ?? '').toLowerCase();
  return loadStrings(languages.find((known) => wanted.startsWith(known)) ?? 'en');
}
