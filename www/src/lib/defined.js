/**
 * Copies the properties of an object that are not undefined.
 *
 * @param {object | null} [object]
 * @returns {Record<string, any>}
 */
export function defined(object) {
  return Object.fromEntries(
    Object.entries({ ...object }).filter(([, value]) => value !== undefined),
  );
}
