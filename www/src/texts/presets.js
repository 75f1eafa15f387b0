/** Example texts, each made to teach one lesson. */

import { seededRandom } from '../lib/random.js';
import { program } from './program.js';
import { rhyme } from './rhyme.js';

const SEED = 1997;

/** Lines of brackets nested up to five deep: only the rule can be learnt. */
function brackets() {
  const random = seededRandom(SEED);
  /**
   * @param {number} depth
   * @returns {string}
   */
  const group = (depth) => {
    const pair = ['()', '[]', '{}'][Math.floor(random() * 3)];
    let inside = '';
    while (depth < 5 && random() < 0.56) inside += group(depth + 1);
    return pair[0] + inside + pair[1];
  };
  const lines = [];
  for (let length = 0; length < 4000;) {
    const line = group(1) + (random() < 0.5 ? group(1) : '');
    if (line.length < 4 || line.length > 48) continue;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n') + '\n';
}

/** Invented first names of two or three syllables, each once. */
function names() {
  const random = seededRandom(SEED);
  /** @param {string} list */
  const pick = (list) => {
    const items = list.split(' ');
    return items[Math.floor(random() * items.length)];
  };
  const found = new Set();
  while (found.size < 420) {
    let name = pick('b br d f g h j k l m n p r s t v w th sh el ar is or');
    name += pick('a e i o u a e i ai ea');
    if (random() < 0.55) name += pick('l r n m v d ll rr nn st lv nd') + pick('a e i o u ia eo');
    name += pick('n l s ra na lin ric ta mund wen bert dis rose nia son lo');
    found.add(name[0].toUpperCase() + name.slice(1));
  }
  return [...found].join('\n') + '\n';
}

/** Days of the twentieth century, each in words and again in figures. */
function dates() {
  const random = seededRandom(SEED);
  const lines = [];
  for (let i = 0; i < 180; i++) {
    const day = new Date(Date.UTC(1900, 0, 1 + Math.floor(random() * 36_500)));
    const month = day.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
    lines.push(
      `${day.getUTCDate()} ${month} ${day.getUTCFullYear()} = ${day.toISOString().slice(0, 10)}`,
    );
  }
  return lines.join('\n') + '\n';
}

/**
 * @typedef {object} Preset
 * @property {string} id
 * @property {string} title
 * @property {string} lesson a sentence on the effect to look for
 * @property {() => string} text
 */

/** @type {Preset[]} */
export const presets = [
  {
    id: 'rhyme',
    title: 'Rhyme',
    lesson:
      'Spelling comes first, then the length of a line, and rhyme last of all: each needs a ' +
      'longer memory than the one before.',
    text: () => rhyme,
  },
  {
    id: 'brackets',
    title: 'Brackets',
    lesson:
      'The last bracket opened must be the first one closed, by its own kind: only a network ' +
      'that remembers all open brackets gets it right.',
    text: brackets,
  },
  {
    id: 'names',
    title: 'Names',
    lesson:
      'No name comes twice: only the sound of a name carries over to new names. When the loss on ' +
      'the unseen text turns upward, the list is being learnt by heart.',
    text: names,
  },
  {
    id: 'program',
    title: 'Program',
    lesson:
      'Words of a language, names that come back, and an indent that must survive whole lines: ' +
      'watch which of them the samples get right first.',
    text: () => program,
  },
  {
    id: 'dates',
    title: 'Dates',
    lesson:
      'Before the equals sign much is chance, after it nothing is: to write the second date the ' +
      'network must remember the first.',
    text: dates,
  },
];
