/** The scales of a chart: positions in pixels, and ticks. */

import { formatNumber, formatPowerOfTen } from './format.js';

/**
 * @typedef {import('./chart.js').Chart} Chart
 *
 * @typedef {object} Frame the chart's width and the edges of its drawing area, in pixels
 * @property {number} width
 * @property {number} left
 * @property {number} right
 * @property {number} top
 * @property {number} foot
 *
 * @typedef {object} Scales
 * @property {(x: number) => number} across pixels of an x
 * @property {(y: number) => number} up pixels of a y; NaN for a value that is not drawn
 * @property {[x: number, label: string][]} xTicks
 * @property {[y: number, label: string][]} yTicks
 */

/** The number of powers of ten that a logarithmic scale shows below the greatest y. */
const DEPTH = 10;
/** The chart width in pixels for each tick of x. */
const TICK_WIDTH = 80;
/** The greatest number of ticks of y. */
const MAX_Y_TICKS = 6;

/**
 * Ticks of a linear axis: 1, 2 or 5 times a power of ten apart.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} max their greatest number
 * @returns {number[]}
 */
export function ticks(low, high, max) {
  const raw = (high - low) / max || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // Rounding hides errors such as that of 0.1 + 0.2.
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * Ticks of a logarithmic axis: powers of ten.
 *
 * @param {number} low the least exponent
 * @param {number} high
 * @param {number} max
 * @returns {[number, string][]}
 */
const powers = (low, high, max) =>
  ticks(low, high, max)
    .filter(Number.isInteger)
    .map((exponent) => [10 ** exponent, formatPowerOfTen(exponent)]);

/** @param {number[]} numbers */
const extremes = (numbers) => [
  numbers.reduce((a, b) => Math.min(a, b), Infinity),
  numbers.reduce((a, b) => Math.max(a, b), -Infinity),
];

/** @param {string} label */
const withMinus = (label) => label.replace('-', '−');

/**
 * @param {Chart} chart
 * @param {Frame} frame
 * @returns {Scales}
 */
export function scalesOf(chart, { width, left, right, top, foot }) {
  const { lines, marks = [] } = chart;
  const scaleX = chart.isLogX ? Math.log10 : (/** @type {number} */ x) => x;
  const ends = chart.ends ?? extremes([...lines.flatMap(({ x }) => x), ...marks, 0]);
  const [first, last] = ends.map(scaleX);
  const { low, high, scaleY, yTicks } = heightsOf(chart);
  return {
    across: (x) => left + ((scaleX(x) - first) / (last - first || 1)) * (right - left),
    up(y) {
      const height = scaleY(y);
      if (!Number.isFinite(height) || (chart.isLogY && height < low)) return NaN;
      const inside = Math.min(high, Math.max(low, height));
      return foot - ((inside - low) / (high - low || 1)) * (foot - top);
    },
    xTicks: xTicksOf(chart, first, last, width / TICK_WIDTH),
    yTicks,
  };
}

/**
 * @param {Chart} chart
 * @param {number} first of x, or its exponent
 * @param {number} last
 * @param {number} max
 * @returns {[number, string][]}
 */
function xTicksOf({ isLogX, xTicks }, first, last, max) {
  if (isLogX && !xTicks) return powers(first, last, max);
  return (xTicks ?? ticks(first, last, max)).map((x) => [x, withMinus(formatNumber(x))]);
}

/** @param {Chart} chart */
function heightsOf({ lines, levels = [], isLogY, range }) {
  const all = lines.flatMap(({ y, band }) => [...y, ...(band?.low ?? []), ...(band?.high ?? [])]);
  const drawn = [...all, ...levels.map(({ y }) => y)].filter(
    (y) => Number.isFinite(y) && (!isLogY || y > 0),
  );
  const [least, most] = drawn.length > 0 ? extremes(drawn) : [1, 1];
  if (isLogY) {
    const high = Math.ceil(Math.log10(most));
    const low = Math.min(high - 1, Math.max(high - DEPTH, Math.floor(Math.log10(least))));
    return { low, high, scaleY: Math.log10, yTicks: powers(low, high, MAX_Y_TICKS) };
  }
  // The axis starts at zero, unless all values are far above.
  const foot = least > most / 2 ? least - 0.1 * (most - least) : Math.min(0, least);
  const [low, high] = range ?? [foot, Math.max(most, least + 1e-9, 1e-9)];
  /** @type {[number, string][]} */
  const yTicks = ticks(low, high, MAX_Y_TICKS).map((y) => [y, withMinus(String(y))]);
  return { low, high, scaleY: (/** @type {number} */ y) => y, yTicks };
}
