import { drawBand, drawLine } from './chart-lines.js';
import { scalesOf } from './chart-scales.js';
import { svg } from './svg.js';

/**
 * @typedef {import('./chart-scales.js').Scales} Scales
 * @typedef {import('./chart-scales.js').Frame} Frame
 *
 * @typedef {object} Line
 * @property {string} name
 * @property {string} [latest] the last figure, for the legend
 * @property {number[]} x ascending
 * @property {number[]} y NaN where it is unknown
 * @property {{low: number[], high: number[]}} [band] around y
 * @property {{x: number, y: number}} [mark] a point with a ring around it
 * @property {string} [style] its class; by default from its index: `line-0`, `line-1` …
 *
 * @typedef {object} Level a horizontal line with its name above or below it
 * @property {string} name
 * @property {number} y
 * @property {boolean} [isBelow]
 *
 * @typedef {object} Chart
 * @property {string} xName with its unit
 * @property {string} yName
 * @property {boolean} [isLogX] a logarithmic scale of x
 * @property {boolean} [isLogY] a logarithmic scale of y; values that are not positive are left out
 * @property {number[]} [xTicks] by default round values
 * @property {boolean} [hasDots] marks every point, where there are few
 * @property {Line[]} lines
 * @property {Level[]} [levels]
 * @property {number[]} [marks] values of x, marked at the foot
 * @property {number} [cursor] a value of x, marked from foot to top
 * @property {[first: number, last: number]} [ends] of x; by default zero and the last value
 * @property {[low: number, high: number]} [range] of y; values outside are drawn at its ends
 */

const HEIGHT = 280;
/** The height of a line of the legend. */
const ROW = 20;
/** The width of a line's sample in the legend. */
const KEY = 28;
/** The height of a mark. */
const MARK = 10;
const MARGIN = { left: 56, right: 18, top: 28, bottom: 44 };
/** Staggered positions of the levels' names along the axis, so that close ones stay readable. */
const LABELS = /** @type {const} */ ([
  [0.02, 'start'],
  [0.5, 'middle'],
  [0.98, 'end'],
]);

/**
 * The style of a line.
 *
 * @param {Line} line
 * @param {number} index
 */
export const styleOf = ({ style }, index) => style ?? `line-${index}`;

/**
 * Draws lines over a common axis.
 *
 * @param {Chart} chart
 * @param {number} width in pixels
 * @returns {SVGElement}
 */
export function drawChart(chart, width) {
  const frame = {
    width,
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    foot: HEIGHT - MARGIN.bottom,
  };
  const { top, foot } = frame;
  const scales = scalesOf(chart, frame);
  const { lines, levels = [], marks = [], cursor, hasDots } = chart;
  /**
   * @param {number} x
   * @param {string} style
   * @param {number} end
   */
  const upright = (x, style, end) =>
    svg('line', { class: style, x1: scales.across(x), x2: scales.across(x), y1: end, y2: foot });
  return svg(
    'svg',
    { width, height: HEIGHT, 'aria-hidden': 'true' },
    ...drawAxes(chart, scales, frame),
    ...marks.map((mark) => upright(mark, 'mark', foot - MARK)),
    ...lines.flatMap((line, index) => drawBand(line, scales, styleOf(line, index))),
    ...levels.flatMap((level, index) => drawLevel(level, scales, frame, index)),
    ...lines.flatMap((line, index) => drawLine(line, scales, styleOf(line, index), hasDots)),
    ...(cursor === undefined ? [] : [upright(cursor, 'at', top)]),
  );
}

/**
 * @param {string} style
 * @param {number} y
 */
const drawKey = (style, y) =>
  svg('line', { class: `curve ${style}`, x1: 0, x2: KEY, y1: y, y2: y });

/**
 * A sample of a line, for a legend.
 *
 * @param {string} style
 */
export const keyOf = (style) =>
  svg('svg', { width: KEY, height: 10, 'aria-hidden': 'true' }, drawKey(style, 5));

/**
 * Draws the legend of a chart in a file.
 *
 * @param {Line[]} lines
 * @returns {{element: SVGElement, height: number}} the names, to be appended to the chart, and
 *   their total height
 */
export function drawLegend(lines) {
  const rows = lines.flatMap((line, index) => {
    const y = HEIGHT + (index + 0.5) * ROW;
    const name = svg('text', { class: 'tick', x: KEY + 8, y: y + 4 }, line.name);
    return [drawKey(styleOf(line, index), y), name];
  });
  const element = svg('g', { transform: `translate(${MARGIN.left} 0)` }, ...rows);
  return { element, height: HEIGHT + (lines.length + 0.5) * ROW };
}

/**
 * @param {Chart} chart
 * @param {Scales} scales
 * @param {Frame} frame
 */
function drawAxes({ xName, yName }, { across, up, xTicks, yTicks }, { left, right, foot }) {
  /**
   * @param {number} x
   * @param {number} y
   * @param {'start' | 'middle' | 'end'} anchor
   * @param {string} text
   */
  const label = (x, y, anchor, text) =>
    svg('text', { class: 'tick', x, y, 'text-anchor': anchor }, text);
  return [
    ...yTicks.flatMap(([y, text]) => [
      svg('line', { class: 'grid', x1: left, x2: right, y1: up(y), y2: up(y) }),
      label(left - 8, up(y) + 4, 'end', text),
    ]),
    ...xTicks.map(([x, text]) => label(across(x), foot + 18, 'middle', text)),
    label(right, HEIGHT - 6, 'end', xName),
    label(left, 14, 'start', yName),
  ];
}

/**
 * @param {Level} level
 * @param {Scales} scales
 * @param {Frame} frame
 * @param {number} index
 */
function drawLevel({ name, y, isBelow }, { up }, { left, right }, index) {
  const [share, anchor] = LABELS[index % LABELS.length];
  const x = left + share * (right - left);
  const label = { class: 'tick name', x, y: up(y) + (isBelow ? 14 : -4), 'text-anchor': anchor };
  return [
    svg('line', { class: 'level', x1: left, x2: right, y1: up(y), y2: up(y) }),
    svg('text', label, name),
  ];
}
