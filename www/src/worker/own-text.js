import { Playground } from '../../pkg/lstm_playground.js';
import { normalise } from '../lib/text.js';

/**
 * @typedef {import('../shared/protocol.js').CharModel} CharModel
 * @typedef {Partial<import('../shared/protocol.js').Config>} Config
 */

/** Products of a weight and a number, in all: a fifth of a second. */
const PRODUCTS = 2e8;
/** The fewest and the most characters that a model writes to be read. */
const FEWEST = 100;
const MOST = 2000;

/**
 * A playground for a model without a text, to sample and to inspect. In place of a text it reads what it
 * writes itself, always the same.
 *
 * @param {CharModel} charModel
 * @param {Config} config
 */
export function playgroundWithoutText(charModel, config) {
  const { vocabulary, weights } = charModel;
  const known = new Set(vocabulary);
  const isKnown = (/** @type {string} */ text) =>
    normalise(text) === text && [...text].every((char) => known.has(char));
  const separator = normalise(String(config.separator ?? ''));
  const settings = { ...config, validationFraction: 0 };
  const make = (/** @type {string} */ text) => Playground.fromModel(charModel, text, settings);

  // With a separator in its text, a network begins documents.
  const letter = [...known].find((char) => isKnown(char + char)) ?? vocabulary;
  const isDivided = separator !== '' && isKnown(letter + separator + letter);
  const between = isDivided ? separator : '';
  const writer = make(letter + between + letter);
  const length = Math.round(Math.min(MOST, Math.max(FEWEST, PRODUCTS / weights.length)) / 2);
  const written = [1, 2].map((seed) =>
    writer.generate({ prompt: '', length, temperature: 0.8, seed }),
  );
  const text = written.join(between);
  // A sign may join with the letter before it to a letter that the network does not know.
  if (!isKnown(text)) return writer;
  writer.free();
  return make(text);
}
