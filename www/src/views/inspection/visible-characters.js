/** @type {Record<string, string>} */
const SIGNS = { ' ': '␣', '\n': '↵', '\t': '⇥' };

/**
 * A character as a visible sign.
 *
 * @param {string} char
 */
export const visible = (char) => SIGNS[char] ?? char;

/**
 * The characters that are shown in detail.
 *
 * @param {import('../../shared/protocol.js').Inspection} inspection
 */
export function shownChars({ text, request, reading }) {
  return [...text].slice(request.from, request.from + reading.chars);
}
