/** Attributes of the tag that it does not observe, and those of any element that are no property. */
const OTHERS =
  /^(src|address|keep|controls|readonly|autostart|link-base|class|(aria-|data-|on).*)$/;

/**
 * Warns on the console about attributes that look like those of the tag, and are none. `config` is a
 * property, which a renderer writes as an attribute where it knows no tag yet.
 *
 * @param {Element} tag
 */
export async function checkAttributes(tag) {
  const { observedAttributes } = /** @type {any} */ (tag.constructor);
  const isUnknown = (/** @type {string} */ name) =>
    name === 'config' || !(name in tag || observedAttributes.includes(name) || OTHERS.test(name));
  const unknown = tag.getAttributeNames().filter(isUnknown);
  if (unknown[0]) (await import('./misspelt-attributes.js')).warnOfAttributes(unknown);
}
