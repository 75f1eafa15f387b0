import { DETAIL_CHARS } from '../inspection/selection.js';
import { normalise } from '../lib/text.js';

/** The code units that a letter may take: text with more accents shows fewer letters. */
const UNITS = 4;

/**
 * The letters of a text that are read first.
 *
 * @param {string} text
 */
export const firstLetters = (text) =>
  [...normalise(text.slice(0, UNITS * DETAIL_CHARS))].slice(0, DETAIL_CHARS);
