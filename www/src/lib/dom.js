/**
 * Makes an element. Strings become text nodes, never markup, so that typed text stays text. A text
 * box and preformatted text take the direction of each paragraph from its letters.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties] `class`, `on…`, `aria-…`, `data-…`, `role` and
 *   `for` as in HTML; others are set as properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  if (tag === 'pre' || tag === 'textarea') element.dir = 'auto';
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
 * Sets a text when it differs: an unchanged node costs no layout, and is not announced again.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Enables or disables a button. A button with the focus passes it to its successor when disabled.
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
 * Scrolls a container sideways, where needed, to bring an interval of its content into view.
 *
 * @param {HTMLElement} container
 * @param {number} left of the interval, in pixels from the left edge of the content
 * @param {number} right
 */
export function scrollTo(container, left, right) {
  const { scrollLeft, clientWidth } = container;
  if (left >= scrollLeft && right <= scrollLeft + clientWidth) return;
  container.scrollLeft = (left + right - clientWidth) / 2;
}
