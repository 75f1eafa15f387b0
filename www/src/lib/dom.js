/**
 * Makes an element. Strings become text nodes, never markup, so that what a person typed stays text.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties] `class`, `on…`, `aria-…`, `data-…`, `role` and `for` are understood as in
 *   HTML; everything else is set as a property
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (
      name === 'class' ||
      name === 'for' ||
      name === 'role' ||
      /^(aria|data)-/.test(name)
    ) {
      element.setAttribute(name, String(value));
    } else {
      Object.assign(element, { [name]: value });
    }
  }
  element.append(...children);
  return element;
}

/**
 * Sets a text only when it differs: an unchanged node costs no layout and is not announced again.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
