/** Example texts, each with an effect to look for. */

import { brackets, dates, names, sums } from './lines.js';
import { program } from './program.js';
import { rhyme } from './rhyme.js';
import { tales } from './tales.js';
import { tunes } from './tunes.js';

/**
 * @typedef {object} Preset
 * @property {string} id
 * @property {string} title
 * @property {string} effect to look for, as a sentence
 * @property {() => string} text written when first asked for
 * @property {(text: string) => boolean} is true for the preset's text, once it is written
 * @property {object} [config] the settings that only this text suggests
 *
 * @typedef {[id: string, effect: string, text: () => string, config?: object]} Row
 */

/** Each line is a document: its state does not depend on the lines before. */
const LINES = { separator: '\n' };

/** @type {Row[]} */
const rows = [
  [
    'tales',
    'The start of a tale says who it is about, and when: every "he", "they" and "was" must agree ' +
      'with it, hundreds of letters later.',
    tales,
  ],
  [
    'dates',
    'Before the equals sign much is chance, after it nothing is: to write the second date the ' +
      'network must remember the first.',
    dates,
    LINES,
  ],
  [
    'sums',
    'After the equals sign nothing is chance: the network must find out what digits mean, and when ' +
      'to carry one.',
    sums,
    LINES,
  ],
  [
    'brackets',
    'The last bracket opened must be the first one closed, by its own kind: only a network ' +
      'that remembers all open brackets gets it right.',
    brackets,
  ],
  [
    'names',
    'No name comes twice: only the sound carries over to new names, in which all vowels are bright ' +
      'or all are dark.',
    names,
  ],
  [
    'program',
    'Words of a language, names that come back, and an indent that must survive whole lines: ' +
      'watch which of them the samples get right first.',
    program,
  ],
  [
    'tunes',
    'Each bar must add up to the metre in the head of the tune, and the last note is that of the ' +
      'key: count the beats in the samples.',
    tunes,
  ],
  [
    'rhyme',
    'A text this short is soon learnt by heart: the loss of the unseen text turns upward while the ' +
      'samples repeat whole lines.',
    () => rhyme,
  ],
];

/** @type {Preset[]} */
export const presets = rows.map(([id, effect, write, config]) => {
  /** @type {string | undefined} */
  let written;
  return {
    id,
    title: id[0].toUpperCase() + id.slice(1),
    effect,
    text: () => (written ??= write()),
    is: (text) => text === written,
    config,
  };
});
