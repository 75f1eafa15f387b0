/**
 * True where an attribute without a value is given; renderers write "false" where it is not.
 *
 * @param {Element} tag
 * @param {string} name
 */
export const isOn = (tag, name) => (tag.getAttribute(name) ?? 'false') !== 'false';
