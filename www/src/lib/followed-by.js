/**
 * Wraps functions so that each calls `next` afterwards.
 *
 * @template {Record<string, (value: never) => void>} Functions
 * @param {Functions} functions by name
 * @param {(name: keyof Functions & string) => void} next
 * @returns {Functions}
 */
export function followedBy(functions, next) {
  const entries = Object.entries(functions).map(([name, call]) => [
    name,
    (/** @type {never} */ value) => {
      call(value);
      next(name);
    },
  ]);
  return Object.fromEntries(entries);
}
