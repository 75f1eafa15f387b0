import { el } from './dom.js';

/**
 * Saves a text as a file.
 *
 * @param {string} name
 * @param {string} type its media type
 * @param {string} text
 */
export function download(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  el('a', { href, download: name }).click();
  // The browser has saved it by then; without this it would stay in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
