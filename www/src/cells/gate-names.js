/**
 * The names and symbols of gates, states and other quantities, in both notations.
 *
 * @typedef {'textbook' | 'article'} Notation the textbook's input, forget and output gate on x, h
 *   and c, or the article's Learn, Forget, Remember and Use on an event, a short-term and a
 *   long-term memory
 *
 * @typedef {{name: string, symbol: string}} Name as in "forget gate" and "f"
 */

/** @type {readonly Notation[]} */
export const notations = ['textbook', 'article'];

/** The article's operations. */
export const operations = { learn: 'Learn', forget: 'Forget', remember: 'Remember', use: 'Use' };

/**
 * Creates the names of a quantity.
 *
 * @param {string} textbook name and symbol, the symbol last
 * @param {string} [article] likewise; by default the same
 * @returns {Record<Notation, Name>}
 */
function named(textbook, article = textbook) {
  /** @param {string} title */
  const split = (title) => {
    const end = title.lastIndexOf(' ');
    return { name: title.slice(0, end), symbol: title.slice(end + 1) };
  };
  return { textbook: split(textbook), article: split(article) };
}

const HIDDEN = named('hidden state h', 'short-term memory STM');

/** @type {Record<string, Record<Notation, Name>>} */
const NAMES = {
  x: named('input x', 'event E'),
  i: named('input gate i', 'Learn gate i'),
  f: named('forget gate f', 'Forget gate f'),
  g: named('candidate g', 'candidate N'),
  o: named('output gate o', 'Use gate V'),
  u: named('readout u', 'Use candidate U'),
  carried_gates: named('carried gates s'),
  r: named('reset gate r'),
  z: named('update gate z'),
  n: named('candidate n'),
  m: named('recurrent sum m'),
  h: HIDDEN,
  hidden: HIDDEN,
  hidden_prev: named('previous hidden state h', 'previous short-term memory STM'),
  cell: named('cell state c', 'long-term memory LTM'),
  cell_prev: named('previous cell state c', 'previous long-term memory LTM'),
};

/**
 * @param {string} quantity
 * @param {Notation} notation
 * @returns {string} "forget gate"
 */
export const nameOf = (quantity, notation) => NAMES[quantity][notation].name;

/**
 * @param {string} quantity
 * @param {Notation} notation
 * @returns {string} "f"
 */
export const symbolOf = (quantity, notation) => NAMES[quantity][notation].symbol;

/**
 * @param {string} quantity
 * @param {Notation} notation
 * @returns {string} "forget gate f"
 */
export function titleOf(quantity, notation) {
  const { name, symbol } = NAMES[quantity][notation];
  return `${name} ${symbol}`;
}

/**
 * @param {string} text
 * @returns {string} the text with a capital at its beginning
 */
export const capitalised = (text) => text[0].toUpperCase() + text.slice(1);
