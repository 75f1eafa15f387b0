/** Warnings on the console about attributes that look like those of the tag, and are none. */

import { attributeOf, settings } from '../settings/settings.js';
import { OBSERVED } from './observed-attributes.js';
import { UNOBSERVED } from './unobserved-attributes.js';

/** The least similarity of names that are taken for the same. */
const SIMILAR = 0.5;

/** The attributes that a name may mean. */
const known = [...OBSERVED, ...UNOBSERVED, ...settings.map(({ name }) => attributeOf(name))];

/** The names warned of: each is one warning, however many tags have it. */
const warned = new Set();

/**
 * The pairs of neighbouring letters in a name, without the hyphens, which renderers leave out.
 *
 * @param {string} name
 */
function pairs(name) {
  const letters = name.replaceAll('-', '');
  return Array.from(letters.slice(1), (letter, i) => letters[i] + letter);
}

/**
 * The share of the pairs of two names that both have, by Dice.
 *
 * @param {string} a
 * @param {string} b
 */
function similarity(a, b) {
  const [first, second] = [pairs(a), pairs(b)];
  const common = first.filter((pair) => second.includes(pair)).length;
  return (2 * common) / (first.length + second.length);
}

/**
 * The attribute that is meant by a name.
 *
 * @param {string} name
 * @returns {string | undefined} undefined where none is similar
 */
function meantAttribute(name) {
  const likest = known
    .filter((attribute) => attribute.split('-').some((word) => word[0] === name[0]))
    .map((attribute) => ({ attribute, value: similarity(name, attribute) }))
    .filter(({ value }) => value >= SIMILAR)
    .sort((a, b) => b.value - a.value);
  return likest[0]?.attribute;
}

/** @param {string[]} names attributes, some of which the tag may have */
export function warnOfAttributes(names) {
  for (const name of names) {
    const meant = meantAttribute(name);
    const isOther = known.includes(name) || /^(aria-|data-|on)/.test(name) || !meant;
    if (warned.has(name) || (name !== 'config' && isOther)) continue;
    warned.add(name);
    console.warn(
      name === 'config'
        ? '<lstm-playground> takes config as a property, not as an attribute: load its script before the page renders the tag'
        : `<lstm-playground> has no attribute "${name}": did you mean ${meant}?`,
    );
  }
}
