// The texts of `npm run defaults`: prose, code, lists and a script of thousands of characters, each
// from a seeded generator. The same seed gives the same text everywhere.

import { seededRandom } from '../../www/src/lib/random.js';

/**
 * @typedef {object} Source
 * @property {string} name
 * @property {() => string} text
 * @property {object} [config] the settings that only this text suggests
 */

/** @type {Source[]} */
export const sources = [
  { name: 'prose-1k', text: () => prose(1_000) },
  { name: 'prose-10k', text: () => prose(10_000) },
  { name: 'prose-100k', text: () => prose(100_000) },
  { name: 'prose-1m', text: () => prose(1_000_000) },
  { name: 'letters-30k', text: () => letters(30_000) },
  { name: 'code-5k', text: () => code(5_000) },
  { name: 'code-50k', text: () => code(50_000) },
  { name: 'list-3k', text: () => list(3_000) },
  { name: 'list-30k', text: () => list(30_000) },
  { name: 'signs-50k', text: () => signs(50_000, 1_000) },
  { name: 'signs-400k', text: () => signs(400_000, 1_000) },
  { name: 'signs-1m', text: () => signs(1_000_000, 5_000) },
];

/** Random choices. */
class Dice {
  /** @param {number} seed */
  constructor(seed) {
    this.random = seededRandom(seed);
  }

  /** A whole number from 0 to `count` - 1. @param {number} count */
  below(count) {
    return Math.floor(count * this.random());
  }

  /** @param {number} probability */
  chance(probability) {
    return this.random() < probability;
  }

  /**
   * @template T
   * @param {T[]} list
   */
  any(list) {
    return list[this.below(list.length)];
  }

  /**
   * Chooses from a list that goes from frequent to rare, as in a language: the item of rank r about
   * 1 / r times as often as the first.
   *
   * @template T
   * @param {T[]} list
   */
  often(list) {
    return list[Math.floor(list.length ** this.random()) - 1];
  }
}

/**
 * Repeats `part` to a text of this length.
 *
 * @param {number} length in characters
 * @param {() => string} part
 */
function repeated(length, part) {
  let text = '';
  while (text.length < length) text += part();
  return text.slice(0, length);
}

const ONSETS = 'b bl br c ch d dr f fl g gr h j k l m n p pr r s sh st t tr v w'.split(' ');
const VOWELS = 'a e i o u a e ai ea oo ou'.split(' ');
const CODAS = [
  '',
  '',
  '',
  '',
  '',
  '',
  'ck',
  'd',
  'l',
  'm',
  'n',
  'nd',
  'nt',
  'r',
  'rt',
  's',
  'ss',
  't',
];

/**
 * Invented words, the frequent ones shorter.
 *
 * @param {Dice} dice
 * @param {number} count
 */
function words(dice, count) {
  const found = new Set();
  while (found.size < count) {
    const longest = found.size < count / 50 ? 1 : found.size < count / 5 ? 2 : 3;
    const syllables = 1 + dice.below(longest);
    let word = '';
    for (let i = 0; i < syllables; i++)
      word += dice.any(ONSETS) + dice.any(VOWELS) + dice.any(CODAS);
    found.add(word);
  }
  return [...found];
}

/** @param {string} word */
const capital = (word) => word[0].toUpperCase() + word.slice(1);

/**
 * Sentences with agreement, quotes and a topic for each paragraph: every noun prefers some verbs and
 * adjectives.
 *
 * @param {number} length
 */
function prose(length) {
  const dice = new Dice(1);
  const [nouns, verbs, adjectives] = [3_000, 1_500, 1_000].map((count) => words(dice, count));
  const names = words(dice, 300).map(capital);
  const small = 'of in on to with from under after before near'.split(' ');
  let topic = dice.below(3_000);
  /** A companion of a noun: half of the time one of its own. @param {number} noun @param {string[]} list */
  const companion = (noun, list) =>
    dice.chance(0.5) ? list[(noun * 7 + dice.below(4)) % list.length] : dice.often(list);
  const noun = () =>
    dice.chance(0.3) ? (topic + dice.below(5)) % 3_000 : nouns.indexOf(dice.often(nouns));
  /** @param {number} index @param {boolean} isPlural */
  function phrase(index, isPlural) {
    const article = isPlural
      ? dice.any(['the', 'some', 'many', 'all'])
      : dice.any(['the', 'a', 'the', 'this']);
    const adjective = dice.chance(0.35) ? `${companion(index, adjectives)} ` : '';
    return `${article} ${adjective}${nouns[index]}${isPlural ? 's' : ''}`;
  }
  function clause() {
    const [index, isPlural] = [noun(), dice.chance(0.4)];
    const subject = dice.chance(0.3) ? dice.often(names) : phrase(index, isPlural);
    const verb = companion(index, verbs) + (isPlural && subject !== capital(subject) ? '' : 's');
    const object = dice.chance(0.8) ? ` ${phrase(noun(), dice.chance(0.4))}` : '';
    const place = dice.chance(0.4) ? ` ${dice.any(small)} ${phrase(noun(), dice.chance(0.3))}` : '';
    return `${subject} ${verb}${object}${place}`;
  }
  function sentence() {
    if (dice.chance(0.15)) return `"${capital(clause())}," said ${dice.often(names)}. `;
    const second = dice.chance(0.3)
      ? `${dice.any([', and', ', but', ' when', ';'])} ${clause()}`
      : '';
    return `${capital(clause())}${second}${dice.any(['.', '.', '.', '.', '?', '!'])} `;
  }
  return repeated(length, () => {
    topic = dice.below(3_000);
    return (
      Array.from({ length: 2 + dice.below(6) }, sentence)
        .join('')
        .trimEnd() + '\n'
    );
  });
}

/** Prose in small letters, with few signs. @param {number} length */
function letters(length) {
  return prose(2 * length)
    .toLowerCase()
    .replace(/["!;]/g, '')
    .slice(0, length);
}

/**
 * A program: functions with parameters, blocks that close, names that stay in their function.
 *
 * @param {number} length
 */
function code(length) {
  const dice = new Dice(2);
  const names = words(dice, 800);
  const types = words(dice, 40).map(capital);
  const name = () =>
    dice.chance(0.4) ? `${dice.often(names)}_${dice.often(names)}` : dice.often(names);
  /** @param {string[]} known @returns {string} */
  function value(known, depth = 0) {
    const simple = () =>
      dice.chance(0.7) ? dice.any(known) : String(dice.any([0, 1, 2, 10, dice.below(1000)]));
    if (depth > 1 || dice.chance(0.45)) return simple();
    if (dice.chance(0.5))
      return `${simple()} ${dice.any(['+', '-', '*', '/', '<', '=='])} ${value(known, depth + 1)}`;
    if (dice.chance(0.2)) return `"${dice.often(names)} ${dice.often(names)}"`;
    return `${dice.often(names)}(${value(known, depth + 1)}, ${value(known, depth + 1)})`;
  }
  /** @param {string[]} known @param {number} depth @returns {string} */
  function block(known, depth) {
    const indent = '    '.repeat(depth);
    const own = [...known];
    let text = '';
    for (let i = 1 + dice.below(4); i > 0; i--) {
      const kind = dice.random();
      if (kind < 0.4) {
        const local = name();
        text += `${indent}let ${local} = ${value(own)};\n`;
        own.push(local);
      } else if (kind < 0.6) text += `${indent}${dice.any(own)} = ${value(own)};\n`;
      else if (kind < 0.7) text += `${indent}// ${dice.often(names)} the ${dice.often(names)}\n`;
      else if (depth < 4) {
        const head =
          kind < 0.85
            ? `if ${value(own)}`
            : `for ${dice.any(['i', 'j', 'k'])} in 0..${dice.any(own)}`;
        text += `${indent}${head} {\n${block(own, depth + 1)}${indent}}\n`;
      }
    }
    return text || `${indent}return;\n`;
  }
  return repeated(length, () => {
    const parameters = Array.from({ length: 1 + dice.below(3) }, name);
    const typed = parameters.map((each) => `${each}: ${dice.often(types)}`).join(', ');
    const result = value(parameters);
    return `fn ${name()}(${typed}) -> ${dice.often(types)} {\n${block(parameters, 1)}    return ${result};\n}\n\n`;
  });
}

/** Lines of a register: name, town, date, amount. @param {number} length */
function list(length) {
  const dice = new Dice(3);
  const [surnames, forenames, towns] = [2_000, 200, 300].map((count) =>
    words(dice, count).map(capital),
  );
  return repeated(length, () => {
    const day = `${1900 + dice.below(120)}-${String(1 + dice.below(12)).padStart(2, '0')}-${String(1 + dice.below(28)).padStart(2, '0')}`;
    const town = dice.below(300);
    const amount = `${dice.below(200)}.${String(5 * dice.below(20)).padStart(2, '0')}`;
    return `${dice.often(surnames)}, ${dice.often(forenames)}; ${10_000 + 37 * town} ${towns[town]}; ${day}; ${amount}\n`;
  });
}

/**
 * Verses of five or seven signs out of `distinct`, as in a script with a sign for each word: pairs
 * that belong together, and signs that prefer the begin or the end of a line.
 *
 * @param {number} length
 * @param {number} distinct
 */
function signs(length, distinct) {
  const dice = new Dice(4);
  const all = Array.from({ length: distinct }, (_, i) =>
    String.fromCodePoint(0x4e00 + ((i * 7919) % distinct)),
  );
  const middle = Math.floor(distinct / 3);
  /** @param {number} at the position in the line */
  const next = (at, before = 0) => {
    if (before > 0 && dice.chance(0.45)) return (before * 5 + dice.below(6)) % distinct;
    const sign = Math.floor(distinct ** dice.random()) - 1;
    return at === 0 ? (sign + middle) % distinct : sign;
  };
  return repeated(length, () => {
    const [lines, count] = [dice.any([4, 4, 8]), dice.any([5, 5, 7])];
    let verse = '';
    for (let line = 0; line < lines; line++) {
      let before = 0;
      for (let at = 0; at < count; at++) {
        before = next(at, before);
        verse += all[before];
      }
      verse += line % 2 ? '。' : '，';
    }
    return `${verse}\n`;
  });
}
