/** Example texts of independent lines. */

import { Grammar } from './grammar.js';

/**
 * Writes lines up to a length.
 *
 * @param {(grammar: Grammar) => string} line
 * @param {number} length in characters, at least
 */
function linesOf(line, length) {
  const grammar = new Grammar(1997);
  const lines = new Set();
  for (let chars = 0; chars < length;) {
    const next = line(grammar);
    if (next.length < 4 || next.length > 48 || lines.has(next)) continue;
    lines.add(next);
    chars += next.length + 1;
  }
  return [...lines].join('\n') + '\n';
}

/** Brackets of three kinds, nested up to five deep. */
export const brackets = () =>
  linesOf((g) => group(g, 1) + (g.below(2) ? group(g, 1) : ''), 120_000);

/**
 * @param {Grammar} grammar
 * @param {number} depth
 * @returns {string}
 */
function group(grammar, depth) {
  const [open, close] = grammar.any(['()', '[]', '{}']);
  let inside = '';
  while (depth < 5 && grammar.below(2)) inside += group(grammar, depth + 1);
  return open + inside + close;
}

/** Invented names; the vowels of a name are all bright or all dark. */
export const names = () =>
  linesOf((grammar) => {
    const vowels = grammar.any(VOWELS);
    let name = grammar.any(FIRST) + grammar.any(vowels);
    for (let i = grammar.below(3); i > 0; i--) name += grammar.any(MIDDLE) + grammar.any(vowels);
    return name + grammar.any(LAST);
  }, 150_000);

const VOWELS = [
  ['e', 'i', 'ei'],
  ['a', 'o', 'u'],
];
const FIRST = 'B Br D F G H J K L M N P R S Sh T Th V'.split(' ');
const MIDDLE = 'l r n m v ll nn st lv nd'.split(' ');
const LAST = 'n l s r nd st th m ss x'.split(' ');

/** Sums of two numbers below 100. */
export const sums = () =>
  linesOf((grammar) => {
    const [a, b] = [grammar.below(100), grammar.below(100)];
    return `${a}+${b}=${a + b}`;
  }, 70_000);

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** Days of the twentieth century, each in words and in figures. */
export const dates = () =>
  linesOf((grammar) => {
    const [month, year] = [grammar.below(12), 1900 + grammar.below(100)];
    // Year 1900 was no leap year.
    const february = year % 4 || year === 1900 ? 28 : 29;
    const days = month === 1 ? february : 30 + ((month > 6 ? month : month + 1) % 2);
    const day = 1 + grammar.below(days);
    const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
    return `${day} ${MONTHS[month]} ${year} = ${year}-${two(month + 1)}-${two(day)}`;
  }, 112_000);
