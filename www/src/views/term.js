import { el } from '../lib/dom.js';

/**
 * A word of the interface, with the field's term for it on hover and on focus.
 *
 * @param {string} word
 * @param {string} meaning the term, and an explanation where it needs one
 */
export const term = (word, meaning) =>
  el('dfn', { class: 'term', tabIndex: 0, title: meaning }, word);
