import { el } from '../lib/dom.js';

/**
 * A dialog with a title, closed by Escape, its button, or a click outside.
 *
 * @param {string} name its class
 * @param {HTMLElement} title
 * @param {() => void} onClose called once, when it has closed
 * @param {(Node | string)[]} content
 */
export function dialog(name, title, onClose, ...content) {
  /** True for a click, from its beginning to its end, outside. */
  let isOutside = false;
  /** @type {HTMLDialogElement} */
  const element = el(
    'dialog',
    {
      class: `dialog ${name}`,
      'aria-labelledby': title.id,
      onclose: onClose,
      // A selection may begin or end outside.
      onpointerdown: (/** @type {Event} */ { target }) => (isOutside = target === element),
      onpointerup: (/** @type {Event} */ { target }) => (isOutside &&= target === element),
      onclick: (/** @type {Event} */ { target }) =>
        isOutside && target === element && element.close(),
    },
    // The padding is within the inner element: an event on the dialog itself is one outside.
    el('div', { class: 'content' }, ...content),
  );
  return element;
}
