/** The lanes of bars: what they show of a unit, and how tall its bars are. */

/**
 * @typedef {import('../../cells/cells.js').Cell} Cell
 *
 * @typedef {object} LaneKind
 * @property {string} quantity
 * @property {boolean} isGate bars from 0 to 1; others stand above or below a middle line
 */

/** The gates in the order of a sentence: what is kept, what enters, what is shown. */
const ORDER = ['f', 'z', 'i', 'r', 'o'];
/** The least size that fills a lane. */
const LEAST_REACH = 0.5;

/**
 * The lanes of a cell: its gates, and the state that carries its memory. A cell whose memory is its
 * hidden state shows the other numbers from -1 to 1 as well.
 *
 * @param {Cell} cell
 * @returns {LaneKind[]}
 */
export function lanesOf({ quantities }) {
  const gates = quantities.filter(({ range }) => range === 'gate').map(({ name }) => name);
  const cellState = quantities.filter(({ name }) => name === 'cell');
  const signed = quantities.filter(({ range }) => range === 'signed');
  const states = (cellState.length > 0 ? cellState : signed).map(({ name }) => name);
  gates.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return [
    ...gates.map((quantity) => ({ quantity, isGate: true })),
    ...states.map((quantity) => ({ quantity, isGate: false })),
  ];
}

/**
 * The numbers of one unit at each letter.
 *
 * @param {Float32Array} numbers a row of `units` numbers for each letter
 * @param {number} units
 * @param {number} unit
 * @returns {number[]}
 */
export const ofUnit = (numbers, units, unit) =>
  Array.from({ length: numbers.length / units }, (_, row) => numbers[row * units + unit]);

/**
 * The bars of a lane: up to 1 from the floor of a gate, or up to 1 above and below the middle of a
 * state, where the greatest fills the lane.
 *
 * @param {number[]} numbers
 * @param {boolean} isGate
 * @returns {number[]}
 */
export function barsOf(numbers, isGate) {
  if (isGate) return numbers;
  const reach = Math.max(LEAST_REACH, ...numbers.map(Math.abs));
  return numbers.map((number) => number / reach);
}
