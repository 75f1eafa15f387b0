/** The characters that no text has. */
export const UNREADABLE = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\uFFFD]/u;

/**
 * True for a character that no text has: NUL and other control characters, U+FFFD, and those
 * without a meaning in Unicode.
 *
 * @param {string} char
 */
export const isUnreadable = (char) => UNREADABLE.test(char) && !'\t\n\v\f\r'.includes(char);
