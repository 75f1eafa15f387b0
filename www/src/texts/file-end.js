import { maxTextChars } from '../settings/settings.js';

/** Ends a file among several. */
export const FILE_END = '\f';

/**
 * The longest beginning of a text that can be learnt.
 *
 * @param {string} text
 */
export const firstPart = (text) => text.slice(0, maxTextChars).replace(/[\uD800-\uDBFF]$/, '');
