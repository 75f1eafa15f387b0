import { HEIGHT, MARGIN, styleOf } from './chart.js';
import { svg } from './svg.js';

/** The height of a line of the legend. */
const ROW = 20;
/** The width of a line's sample in the legend. */
const KEY = 28;

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
 * @param {import('./chart.js').Line[]} lines
 * @param {number} [height] of the chart
 * @returns {{element: SVGElement, height: number}} the names, to be appended to the chart, and
 *   their total height
 */
export function drawLegend(lines, height = HEIGHT) {
  const rows = lines.flatMap((line, index) => {
    const y = height + (index + 0.5) * ROW;
    const name = svg('text', { class: 'tick', x: KEY + 8, y: y + 4 }, line.name);
    return [drawKey(styleOf(line, index), y), name];
  });
  const element = svg('g', { transform: `translate(${MARGIN.left} 0)` }, ...rows);
  return { element, height: height + (lines.length + 0.5) * ROW };
}
