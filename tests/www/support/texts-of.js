/**
 * All texts by their paths.
 *
 * @param {object} strings
 * @param {string} [path]
 * @returns {[path: string, text: string][]}
 */
export const textsOf = (strings, path = '') =>
  Object.entries(strings).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : textsOf(value, `${path}${key}.`),
  );
