/**
 * Compares file names with their folders: numbers by their value, letters by their code in lower
 * case. The order is the same in every locale.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number} below 0 when a comes first
 */
export function compareNames(a, b) {
  const [parts, others] = [partsOf(a), partsOf(b)];
  for (const [i, part] of parts.entries()) {
    const other = others[i];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return parts.length - others.length || (a < b ? -1 : Number(a > b));
}

/**
 * Signs and numbers; the digits of a number come after their count. A slash comes before all
 * others, so that a folder comes before its sisters with longer names.
 *
 * @param {string} name
 */
const partsOf = (name) =>
  (name.toLowerCase().match(/\d+|[^]/gu) ?? []).map((part) => {
    if (part === '/') return '';
    const digits = /^\d/.test(part) ? part.replace(/^0+(?=\d)/, '') : '';
    return digits ? `0${String.fromCharCode(digits.length)}${digits}` : part;
  });
