/** What the numbers of a layer are called, by the vocabulary, and how far they reach. */

import { cells } from './cells.js';

/**
 * @typedef {import('./cells.js').Cell} Cell
 * @typedef {import('./cells.js').Vocabulary} Vocabulary
 */

/** Shared by all cells: what is named by both vocabularies. @type {Record<string, Record<Vocabulary, string>>} */
const TITLES = {
  i: { textbook: 'input gate i', article: 'Learn gate i' },
  f: { textbook: 'forget gate f', article: 'Forget gate f' },
  g: { textbook: 'candidate g', article: 'candidate N' },
  o: { textbook: 'output gate o', article: 'Use gate V' },
  u: { textbook: 'what is read u', article: 'what is used U' },
  r: { textbook: 'reset gate r', article: 'reset gate r' },
  z: { textbook: 'update gate z', article: 'update gate z' },
  n: { textbook: 'candidate n', article: 'candidate n' },
  m: { textbook: 'm = R h + b', article: 'm = R STM + b' },
  h: { textbook: 'hidden state h', article: 'short-term memory STM' },
  cell: { textbook: 'cell state c', article: 'long-term memory LTM' },
  hidden: { textbook: 'hidden state h', article: 'short-term memory STM' },
};

/** @param {string} part @param {Vocabulary} vocabulary */
export const titleOf = (part, vocabulary) => TITLES[part][vocabulary];

/** From 0 to 1. */
const GATES = ['i', 'f', 'o', 'r', 'z'];

/** @param {string} part whether its numbers have no sign */
export const isGate = (part) => GATES.includes(part);

/** Whether the numbers of a part may be of any size. @param {Cell} cell @param {string} part */
export function isUnbounded({ parts }, part) {
  if (part === 'cell' || part === 'm') return true;
  if (parts.kind !== 'lstm') return false;
  return (part === 'g' && !parts.squashesCandidate) || (part === 'hidden' && parts.use === 'cell');
}

/** Of numbers of any size, how many are at most as large as the one that gets the strongest colour. */
const COLOURED = 0.8;

/**
 * The number that gets the strongest colour, as do all beyond: some units count, and the others would pale beside them.
 *
 * @param {Cell} cell
 * @param {string} part
 * @param {Float32Array} numbers that are shown
 */
export function reachOf(cell, part, numbers) {
  if (!isUnbounded(cell, part)) return 1;
  const sizes = numbers.map(Math.abs).sort();
  return Math.max(1, sizes[Math.floor(COLOURED * (sizes.length - 1))] ?? 1);
}

/**
 * The forget gate of a layer, also where it is one minus the input gate; undefined where nothing is forgotten by a gate.
 *
 * @param {Cell} cell
 * @param {Record<string, Float32Array>} values
 */
export function forgetOf({ parts }, values) {
  const isCoupled = parts.kind === 'lstm' && parts.forget === 'coupled';
  return isCoupled ? values.i.map((i) => 1 - i) : values.f;
}

/**
 * By which names a cell has numbers to show.
 *
 * @param {{cell?: unknown}} config
 * @returns {string[]}
 */
export function partsOf({ cell: name }) {
  const parts = cells.find((cell) => cell.name === name)?.parts;
  if (parts?.kind === 'gru') return ['r', 'z', 'n', 'm', 'hidden'];
  if (parts?.kind !== 'lstm') return ['hidden'];
  const gates = [parts.input === 'learnt' && 'i', parts.forget === 'learnt' && 'f', 'g'];
  gates.push(parts.output === 'learnt' && 'o', parts.use === 'forgotten' && 'u');
  return [...gates.filter((gate) => gate !== false), 'cell', 'hidden'];
}

/** @type {Record<string, string>} */
const VISIBLE = { ' ': '␣', '\n': '↵', '\t': '⇥' };

/** A character as a sign that can be seen. @param {string} char */
export const visible = (char) => VISIBLE[char] ?? char;

/** The characters that are shown in detail. @param {import('../shared/protocol.js').Inspection} inspection */
export function shownChars({ text, request, reading }) {
  return [...text].slice(request.from, request.from + reading.chars);
}
