/** The keys that belong to the tag: no shortcut of the host page takes them. */

const SCROLL = /^(Arrow|Home|End|Page| )/;

/**
 * The keys that each part takes. A field in which a reader types takes all but the function keys, Shift
 * and Caps Lock.
 *
 * @type {[string, RegExp][]}
 */
const TAKEN = [
  ['textarea,select,[type=text],[type=number]', /^(?!F\d|Shift|Caps)/],
  ['[type=range],[type=radio]', SCROLL],
  ['button,summary,input,a', /^(Enter| )/],
];

/**
 * True for a key that the part with the focus takes. Escape, Tab and keys with Control, Alt or Meta are
 * the page's, except where AltGr writes a letter with them.
 *
 * @param {KeyboardEvent} event
 */
function isTaken(event) {
  const { key } = event;
  const part = /** @type {Element} */ (event.target);
  return (
    event.isComposing ||
    ((!(event.ctrlKey || event.altKey || event.metaKey) || event.getModifierState('AltGraph')) &&
      !/^(Esc|Tab)/.test(key) &&
      (event.defaultPrevented || // a view has used it
        TAKEN.some(([taker, keys]) => keys.test(key) && part.matches(taker)) ||
        // The browser scrolls the part.
        (SCROLL.test(key) &&
          (part.scrollHeight > part.clientHeight || part.scrollWidth > part.clientWidth))))
  );
}

/**
 * Ends the events of the keys that a part takes within the tag.
 *
 * @param {HTMLElement} frame around all parts
 */
export function keepKeys(frame) {
  /** True for each key whose last press was taken: its later events end too, wherever the focus is. */
  const held = new Map();
  /** @param {any} event of a key */
  const keep = (event) => {
    const id = event.code || event.key;
    if (event.type === 'keydown') held.set(id, isTaken(event));
    if (held.get(id)) event.stopPropagation();
  };
  for (const type of ['keydown', 'keypress', 'keyup']) frame.addEventListener(type, keep);
}
