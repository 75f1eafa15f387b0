/**
 * Dispatches an event on the tag.
 *
 * @param {Element} tag
 * @param {string} type
 * @param {unknown} [detail]
 */
export function dispatch(tag, type, detail) {
  const options = { detail, bubbles: true, composed: true };
  tag.dispatchEvent(new CustomEvent(`lstm-${type}`, options));
}
