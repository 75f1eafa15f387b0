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
 * @typedef {object} Level a horizontal line
 * @property {string} name
 * @property {number} y
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
 * @property {() => import('./chart-file.js').Column[]} [more] further columns of its table
 * @property {number[]} [marks] values of x, marked at the foot
 * @property {number} [cursor] a value of x, marked from foot to top
 * @property {[first: number, last: number]} [ends] of x; by default zero and the last value
 * @property {[low: number, high: number]} [range] of y; values outside are drawn at its ends
 * @property {boolean} [hasEndNames] writes the names of lines and levels beside their right ends
 */

/** The usual height of a chart in pixels. */
export const HEIGHT = 280;
/** The height of a mark. */
const MARK = 10;
/** The usual margins. */
export const MARGIN = { left: 56, right: 18, top: 28, bottom: 44 };
/** The margins beside which the names stand, and the room of a name in height. */
const NARROW = { left: 28, right: 114, top: 24, bottom: 24 };
const NAME = 14;

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
 * @param {number} [height]
 * @returns {SVGElement}
 */
export function drawChart(chart, width, height = HEIGHT) {
  const margin = chart.hasEndNames ? NARROW : MARGIN;
  const frame = {
    width,
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
    foot: height - margin.bottom,
  };
  const { left, right, top, foot } = frame;
  const scales = scalesOf(chart, frame);
  const { lines, levels = [], marks = [], cursor, hasDots } = chart;
  /**
   * @param {number} x
   * @param {string} style
   * @param {number} end
   */
  const upright = (x, style, end) =>
    svg('line', { class: style, x1: scales.across(x), x2: scales.across(x), y1: end, y2: foot });
  const heights = levels.map(({ y }) => scales.up(y));
  return svg(
    'svg',
    { width, height, 'aria-hidden': 'true' },
    ...drawAxes(chart, scales, frame, height),
    ...marks.map((mark) => upright(mark, 'mark', foot - MARK)),
    ...lines.flatMap((line, index) => drawBand(line, scales, styleOf(line, index))),
    ...heights.map((y) => svg('line', { class: 'level', x1: left, x2: right, y1: y, y2: y })),
    ...lines.flatMap((line, index) => drawLine(line, scales, styleOf(line, index), hasDots)),
    ...(cursor === undefined ? [] : [upright(cursor, 'at', top)]),
    ...(chart.hasEndNames ? drawNames(chart, scales, frame) : []),
  );
}

/**
 * @param {Chart} chart
 * @param {Scales} scales
 * @param {Frame} frame
 * @param {number} height
 */
function drawAxes({ xName, yName, hasEndNames }, scales, { left, right, foot }, height) {
  const { across, up, xTicks, yTicks } = scales;
  /**
   * @param {number} x
   * @param {number} y
   * @param {'start' | 'middle' | 'end'} anchor
   * @param {string} text
   */
  const label = (x, y, anchor, text) =>
    svg('text', { class: 'tick', x, y, 'text-anchor': anchor }, text);
  const names = hasEndNames
    ? [label(left, 14, 'start', `${yName}, by ${xName}`)]
    : [label(right, height - 6, 'end', xName), label(left, 14, 'start', yName)];
  return [
    ...yTicks.flatMap(([y, text]) => [
      svg('line', { class: 'grid', x1: left, x2: right, y1: up(y), y2: up(y) }),
      label(left - 8, up(y) + 4, 'end', text),
    ]),
    ...xTicks.map(([x, text]) => label(across(x), foot + 18, 'middle', text)),
    ...names,
  ];
}

/**
 * The names of lines and levels in the right margin, which no line reaches, moved apart where they
 * would overlap.
 *
 * @param {Chart} chart
 * @param {Scales} scales
 * @param {Frame} frame
 */
function drawNames({ lines, levels = [] }, { up }, { right, top, foot }) {
  const ends = lines.map((line, index) => {
    const last = line.y.findLast((y) => Number.isFinite(up(y)));
    return { name: line.name, style: `end ${styleOf(line, index)}`, y: up(last ?? NaN) };
  });
  const names = [...levels.map(({ name, y }) => ({ name, style: '', y: up(y) })), ...ends]
    .filter(({ y }) => Number.isFinite(y))
    .sort((a, b) => a.y - b.y);
  names.forEach((name, i) => {
    name.y = Math.max(name.y, i > 0 ? names[i - 1].y + NAME : top - NAME / 2);
  });
  names.reverse().forEach((name, i) => {
    name.y = Math.min(name.y, i > 0 ? names[i - 1].y - NAME : foot);
  });
  return names.map(({ name, style, y }) =>
    svg('text', { class: `tick ${style}`, x: right + 8, y: y + 4 }, name),
  );
}
