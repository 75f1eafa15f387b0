/**
 * The elements of a cell's drawing, and the lines on which they stand.
 *
 * @typedef {object} Node
 * @property {string} id
 * @property {'state' | 'gate' | 'operation'} kind
 * @property {number} x of its middle
 * @property {number} y
 * @property {string} [quantity] whose symbol is written in the node
 * @property {string} sign written in the node, after the symbol
 * @property {string} [value] name of the number next to the node, see `drawnNumbers`
 *
 * @typedef {object} Wire
 * @property {string} to the node in which it ends
 * @property {[x: number, y: number][]} points
 * @property {boolean} [isDashed] true for what only some cells have: peepholes, carried gates
 *
 * @typedef {{width: number, height: number, nodes: Node[], wires: Wire[]}} Drawing
 */

export const WIDTH = 480;
export const HEIGHT = 290;
export const TOP = 30;
export const UPPER = 105;
export const LOWER = 185;
export const RAIL = 238;
export const BUS = 260;
/** The middle of a state at the left edge; at the right edge it is as far from it. */
export const EDGE = 36;
export const RIGHT = WIDTH - EDGE;

/**
 * @param {string} id also the name of its number
 * @param {number} x
 * @param {number} y
 * @param {string} quantity
 * @param {string} [sign]
 * @returns {Node}
 */
export const state = (id, x, y, quantity, sign = '') => ({
  id,
  kind: 'state',
  x,
  y,
  quantity,
  sign,
  value: id,
});

/**
 * @param {string} id also the name of its number
 * @param {number} x
 * @param {string} sign
 * @param {number} [y]
 * @returns {Node}
 */
export const gate = (id, x, sign, y = LOWER) => ({ id, kind: 'gate', x, y, sign, value: id });

/**
 * @param {string} id
 * @param {number} x
 * @param {number} y
 * @param {string} sign
 * @param {string} [value]
 * @returns {Node}
 */
export const operation = (id, x, y, sign, value) => ({ id, kind: 'operation', x, y, sign, value });

/**
 * @param {string} to
 * @param {number[]} path x and y in turn
 * @returns {Wire}
 */
export function wire(to, ...path) {
  const points = Array.from({ length: path.length / 2 }, (_, i) => [path[2 * i], path[2 * i + 1]]);
  return { to, points: /** @type {Wire['points']} */ (points) };
}

/**
 * @param {string} to
 * @param {number[]} path x and y in turn
 * @returns {Wire}
 */
export const dashed = (to, ...path) => ({ ...wire(to, ...path), isDashed: true });

/**
 * The wire from the line at the bottom to a gate.
 *
 * @param {string} to
 * @param {number} x
 * @returns {Wire}
 */
export const fromBus = (to, x) => wire(to, EDGE, BUS, x, BUS, x, LOWER);
