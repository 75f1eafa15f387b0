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
  // Frees the memory of the file, which the browser has saved by then.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
