/**
 * The characters that are shown in detail.
 *
 * @param {import('../../shared/protocol.js').Inspection} inspection
 */
export function shownChars({ text, request, reading }) {
  return [...text].slice(request.from, request.from + reading.chars);
}
