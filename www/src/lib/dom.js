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

/**
 * Enables or disables a button; focus that would be lost goes to the one that makes sense now.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} enabled
 * @param {HTMLButtonElement} successor
 */
export function enable(button, enabled, successor) {
  const hadFocus = button.matches(':focus');
  button.disabled = !enabled;
  if (hadFocus && !enabled) {
    successor.disabled = false;
    successor.focus();
  }
}

/**
 * Scrolls a container sideways, when a part of what is in it is not in view.
 *
 * @param {HTMLElement} container
 * @param {number} left of the part, in pixels from where the content begins
 * @param {number} right
 */
export function scrollTo(container, left, right) {
  const { scrollLeft, clientWidth } = container;
  if (left >= scrollLeft && right <= scrollLeft + clientWidth) return;
  container.scrollLeft = (left + right - clientWidth) / 2;
}
