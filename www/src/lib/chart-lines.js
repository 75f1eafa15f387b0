/** The lines and bands of a chart. */

import { svg } from './svg.js';

/**
 * @typedef {import('./chart.js').Line} Line
 * @typedef {import('./chart-scales.js').Scales} Scales
 */

/** The greatest number of points painted: more could not be told apart, and take time. */
const MAX_POINTS = 300;

/**
 * The area between the lowest and the highest value.
 *
 * @param {Line} line
 * @param {Scales} scales
 * @param {string} style
 */
export function drawBand({ x, band }, { across, up }, style) {
  /** @param {number[]} edge */
  const points = (edge) => x.map((value, i) => point(across(value), up(edge[i])));
  if (!band || x.length < 2) return [];
  const outline = [...points(band.high), ...points(band.low).reverse()];
  return [svg('polygon', { class: `band ${style}`, points: outline.join(' ') })];
}

/**
 * The stretches of a line between values that cannot be drawn.
 *
 * @param {Line} line
 * @param {Scales} scales
 * @param {string} style
 * @param {boolean} [hasDots]
 */
export function drawLine(line, { across, up }, style, hasDots = false) {
  const { x, y } = thinned(line);
  /** @type {string[][]} */
  const stretches = [[]];
  x.forEach((value, i) => {
    const height = up(y[i]);
    if (Number.isNaN(height)) stretches.push([]);
    else stretches[stretches.length - 1].push(point(across(value), height));
  });
  /**
   * @param {string} center
   * @param {string} kind
   * @param {number} r
   */
  const circle = (center, kind, r) => {
    const [cx, cy] = center.split(',');
    return svg('circle', { class: `${kind} ${style}`, cx, cy, r });
  };
  const { mark } = line;
  return [
    ...stretches.flatMap((points) => [
      ...(points.length > 1
        ? [svg('polyline', { class: `curve ${style}`, points: points.join(' ') })]
        : []),
      // A line with one point would be invisible.
      ...(hasDots || points.length === 1 ? points.map((center) => circle(center, 'dot', 3)) : []),
    ]),
    ...(mark ? [circle(point(across(mark.x), up(mark.y)), 'curve', 5)] : []),
  ];
}

/**
 * @param {number} x
 * @param {number} y
 */
const point = (x, y) => `${x.toFixed(1)},${y.toFixed(1)}`;

/**
 * Averages neighbouring points of a long line.
 *
 * @param {Pick<Line, 'x' | 'y'>} line
 */
function thinned({ x, y }) {
  const stride = Math.ceil(x.length / MAX_POINTS);
  if (stride <= 1) return { x, y };
  const count = Math.ceil(x.length / stride);
  const mean = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b) / values.length;
  return {
    x: Array.from({ length: count }, (_, i) => x[Math.min(x.length - 1, (i + 1) * stride - 1)]),
    y: Array.from({ length: count }, (_, i) => mean(y.slice(i * stride, (i + 1) * stride))),
  };
}
