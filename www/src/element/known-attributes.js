import { UNOBSERVED } from './unobserved-attributes.js';

/**
 * Warns on the console about attributes that look like those of the tag, and are none. `config` is a
 * property, which a renderer writes as an attribute where it knows no tag yet.
 *
 * @param {Element} tag
 */
export async function checkAttributes(tag) {
  const { observedAttributes } = /** @type {any} */ (tag.constructor);
  const names = tag
    .getAttributeNames()
    .filter(
      (name) =>
        name === 'config' ||
        !(name in tag || [...observedAttributes, ...UNOBSERVED, 'class'].includes(name)),
    );
  if (names[0]) (await import('./misspelt-attributes.js')).warnOfAttributes(names);
}
