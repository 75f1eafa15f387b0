/**
 * The sums of a unit in words, with figures that a reader can check: those shown give the result
 * shown.
 *
 * @typedef {import('./gate-names.js').Notation} Notation
 * @typedef {import('../shared/protocol.js').GateSum} GateSum
 */

import { formatSigned } from '../lib/format.js';
import { nameOf, operations } from './gate-names.js';

const n = formatSigned;

/**
 * The functions that squash a sum.
 *
 * @type {Record<string, (x: number) => number>}
 */
const SQUASHES = { σ: (x) => 1 / (1 + Math.exp(-x)), tanh: Math.tanh, '': (x) => x };

/**
 * The words for what keeps, adds and shows a memory.
 *
 * @type {Record<Notation, {keep: string, add: string, show: string}>}
 */
const VERBS = {
  textbook: { keep: 'keep', add: 'add', show: 'show' },
  article: { keep: operations.forget, add: operations.learn, show: operations.use },
};

/**
 * The fractional digits of the parts: further ones only where the sum does not come out, most for
 * a large state near the middle between two results.
 */
const DIGITS = [2, 3, 4, 5, 6, 7];
/** The digits of a result in the very middle, where single precision rounds it the other way. */
const FURTHER = 3;

/**
 * @param {number} value
 * @param {number} digits after the point
 */
const withDigits = (value, digits) =>
  value
    .toFixed(digits)
    .replace(/^-(?=.*[1-9])/, '−')
    .replace('-', '');

/**
 * A number as a factor: in brackets where it has a sign.
 *
 * @param {number} value
 * @param {number} digits
 */
function factor(value, digits) {
  const text = withDigits(value, digits);
  return text.startsWith('−') ? `(${text})` : text;
}

/**
 * A number as a contribution to a sum: always with a sign.
 *
 * @param {number} value
 * @param {number} digits
 */
function contribution(value, digits) {
  const text = withDigits(value, digits);
  return value > 0 ? `+${text}` : text;
}

/**
 * Rounds the parts of a computation to as few digits as give the result that is shown, with two
 * digits wherever that is possible.
 *
 * @param {number[]} parts
 * @param {(...rounded: number[]) => number} compute
 * @param {number} result
 */
function roundParts(parts, compute, result) {
  const shown = n(result);
  const round = (/** @type {number} */ digits) => parts.map((part) => Number(part.toFixed(digits)));
  const digits = DIGITS.find((count) => n(compute(...round(count))) === shown);
  if (digits) return { digits, rounded: round(digits), shown };
  const most = Math.max(...DIGITS);
  return { digits: most, rounded: round(most), shown: withDigits(result, FURTHER) };
}

/**
 * The parts of a gate's sum, in words.
 *
 * @param {GateSum} sum
 * @param {number} layer from 0
 * @param {Notation} notation
 * @returns {[string, number][]}
 */
function partsOf({ name, input, recurrent, bias, peephole, carriedGates }, layer, notation) {
  const isArticle = notation === 'article';
  const [letter, memory] = isArticle
    ? [nameOf('x', notation), nameOf('hidden', notation)]
    : ['letter', 'memory'];
  /** @type {[string, number][]} */
  const parts = [
    [layer === 0 ? letter : 'layer below', input],
    [memory, recurrent],
    ['bias', bias],
  ];
  const state = nameOf('cell', notation);
  // The readout u reads only the cell states.
  if (name === 'u') parts.splice(0, 2, [`all ${state}${isArticle ? '' : 's'}`, recurrent]);
  if (peephole !== undefined) parts.push([`own ${state}`, peephole]);
  if (carriedGates !== undefined) parts.push(['gates before', carriedGates]);
  return parts;
}

/**
 * "letter −0.52, memory −0.89, bias +0.99: σ(−0.42) = 0.40"
 *
 * @param {GateSum | undefined} sum
 * @param {string} squash
 * @param {number} value
 * @param {number} layer from 0
 * @param {Notation} notation
 */
export function gateSum(sum, squash, value, layer, notation) {
  if (!sum) return n(value);
  const parts = partsOf(sum, layer, notation);
  const total = (/** @type {number[]} */ ...terms) => terms.reduce((a, b) => a + b);
  const { digits, rounded, shown } = roundParts(
    parts.map(([, part]) => part),
    (...terms) => SQUASHES[squash](total(...terms)),
    value,
  );
  const written = parts.map(([word], at) => `${word} ${contribution(rounded[at], digits)}`);
  const all = withDigits(total(...rounded), digits);
  const result = squash === '' ? `${all} in all` : `${squash}(${all}) = ${shown}`;
  return `${written.join(', ')}: ${result}`;
}

/**
 * "keep 0.40 × 0.79 + add 0.28 × 0.91 = 0.57"
 *
 * @param {[kept: number, before: number]} old
 * @param {[added: number, candidate: number]} fresh
 * @param {number} result
 * @param {Notation} notation
 */
export function mixture(old, fresh, result, notation) {
  const { digits, rounded, shown } = roundParts(
    [...old, ...fresh],
    (kept, before, added, candidate) => kept * before + added * candidate,
    result,
  );
  const [kept, before, added, candidate] = rounded.map((part) => factor(part, digits));
  const { keep, add } = VERBS[notation];
  return `${keep} ${kept} × ${before} + ${add} ${added} × ${candidate} = ${shown}`;
}

/**
 * "show 0.57 × tanh(0.55) = 0.28"
 *
 * @param {number} gate
 * @param {number} state
 * @param {boolean} isSquashed
 * @param {number} result
 * @param {Notation} notation
 */
export function shownPart(gate, state, isSquashed, result, notation) {
  const squash = SQUASHES[isSquashed ? 'tanh' : ''];
  const { digits, rounded, shown } = roundParts([gate, state], (o, c) => o * squash(c), result);
  const [o, c] = rounded;
  const read = isSquashed ? `tanh(${withDigits(c, digits)})` : factor(c, digits);
  return `${VERBS[notation].show} ${withDigits(o, digits)} × ${read} = ${shown}`;
}

/**
 * "1 − 0.30 = 0.70"
 *
 * @param {number} input
 * @param {number} forget
 */
export function remainder(input, forget) {
  const { digits, rounded, shown } = roundParts([input], (i) => 1 - i, forget);
  return `1 − ${withDigits(rounded[0], digits)} = ${shown}`;
}
