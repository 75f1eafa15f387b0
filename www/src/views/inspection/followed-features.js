/**
 * The features of the text that units follow.
 *
 * @typedef {import('../../shared/protocol.js').UnitMatch} UnitMatch
 * @typedef {UnitMatch['feature']} Feature
 */

/**
 * The name of each feature, and its name as what a unit follows.
 *
 * @type {Record<Feature, {name: string, object: string}>}
 */
export const FEATURES = {
  'inside-quotes': { name: 'inside quotes', object: 'quotes' },
  'inside-brackets': { name: 'inside brackets', object: 'brackets' },
  'bracket-depth': { name: 'bracket depth', object: 'the depth of brackets' },
  'line-position': { name: 'position in the line', object: 'the position in the line' },
  'after-space': { name: 'after a space', object: 'spaces' },
  vowel: { name: 'vowel', object: 'vowels' },
  digit: { name: 'digit', object: 'digits' },
  'word-position': { name: 'position in the word', object: 'the position in the word' },
};

/** A weaker correlation is mere chance. */
const LEAST = 0.3;

const list = new Intl.ListFormat('en', { type: 'disjunction' });

/** @param {readonly UnitMatch[]} matches */
const featuresOf = (matches) => [...new Set(matches.map(({ feature }) => feature))];

/**
 * The features that units follow, each with its units.
 *
 * @param {readonly UnitMatch[]} matches the best of each feature first
 */
export const followed = (matches) =>
  featuresOf(matches)
    .map((feature) => ({
      feature,
      units: matches.filter(
        (match) => match.feature === feature && Math.abs(match.correlation) > LEAST,
      ),
    }))
    .filter(({ units }) => units.length > 0);

/**
 * A sentence about the features that no unit follows; empty where each has one.
 *
 * @param {readonly UnitMatch[]} matches
 */
export function unfollowed(matches) {
  const has = new Set(followed(matches).map(({ feature }) => feature));
  const rest = featuresOf(matches).filter((feature) => !has.has(feature));
  const objects = list.format(rest.map((feature) => FEATURES[feature].object));
  return objects && `No unit follows ${objects} yet.`;
}
