import { el } from './dom.js';

/**
 * Saves a text or bytes as a file.
 *
 * @param {string} name
 * @param {string} type its media type
 * @param {BlobPart} content
 */
export function download(name, type, content) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  el('a', { href, download: name }).click();
  // Frees the memory of the file, which the browser has saved by then.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
