/** Style sheets of the widget, made once for all tags of a page. */

/**
 * @param {string[]} texts
 * @returns {CSSStyleSheet[]}
 */
export const sheetsOf = (...texts) =>
  texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });

/**
 * Adds the styles of a part that is loaded later.
 *
 * @param {Element} place of the part
 * @param {CSSStyleSheet[]} sheets
 */
export function adopt(place, sheets) {
  const root = /** @type {ShadowRoot} */ (place.getRootNode());
  const present = root.adoptedStyleSheets;
  const missing = sheets.filter((sheet) => !present.includes(sheet));
  // Before the last one, which overrides the others.
  root.adoptedStyleSheets = [...present.slice(0, -1), ...missing, ...present.slice(-1)];
}
