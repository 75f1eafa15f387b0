/** @typedef {import('../runs/coach-rules.js').Line} Line */

/**
 * The coach's line while a lesson talks: answers alone, and Undo.
 *
 * @param {Line} line
 * @returns {Line}
 */
export function quieted(line) {
  if (line.isAnswer) return line;
  const remedy = line.remedy?.undoes ? line.remedy : undefined;
  return { ...line, message: '', kind: '', offer: undefined, remedy };
}
