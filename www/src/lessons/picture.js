/** The picture of a lesson, drawn from its figures: in the page without script, and in its view. */

import { ticks } from '../lib/chart-scales.js';
import { formatNumber, formatPowerOfTen } from '../lib/format.js';
import { LINE, path, picture as drawnPicture, text, thinned, WIDTH } from '../lib/picture.js';

/**
 * @typedef {import('../lib/picture.js').Drawn} Drawn
 * @typedef {import('./lesson.js').Format} Format
 * @typedef {import('./lesson.js').Line} Line
 * @typedef {import('./lesson.js').Picture} Picture
 * @typedef {Extract<Picture, {kind: 'bars'}>} Bars
 * @typedef {Extract<Picture, {kind: 'lines'}>} Lines
 *
 * @typedef {object} Words
 * @property {string} caption
 * @property {Record<string, string>} names by key
 * @property {(value: number, format: Format) => string} written a figure in a sentence
 */

/** The width of a bar of the greatest value; its figure stands beside it. */
const BAR = 236;
const BAR_HEIGHT = 10;
/** Name and bar together. */
const ROW = 36;

const FRAME = { left: 40, right: WIDTH - 8, top: 24, foot: 136 };
/** The number of powers of ten that are drawn below the greatest value. */
const DEPTH = 12;
/** A line of so few points has a dot at each. */
const FEW = 12;
/**
 * The first lines of a picture; they differ in print and in every colour.
 *
 * @type {Record<string, string | number>[]}
 */
const STROKES = [
  { 'stroke-width': 2.5 },
  { 'stroke-width': 1.5, 'stroke-dasharray': '7 4' },
  { 'stroke-width': 2, 'stroke-dasharray': '1.5 3.5' },
  { 'stroke-width': 1 },
  { 'stroke-width': 1.5, 'stroke-dasharray': '9 3 2 3' },
];

/**
 * @param {Picture} picture
 * @param {Words} words
 * @returns {Drawn}
 */
export const drawPicture = (picture, words) =>
  picture.kind === 'bars' ? drawBars(picture, words) : drawLines(picture, words);

/**
 * @param {Bars} picture
 * @param {Words} words
 */
function drawBars({ bars, high }, { caption, names, written }) {
  const rows = bars.map(({ name, value, format }) => ({
    name: names[name] ?? name,
    figure: written(value, format),
    width: Math.round(BAR * Math.min(1, Math.max(0, value / high || 0))),
  }));
  const label = `${caption} ${rows.map(({ name, figure }) => `${name}: ${figure}`).join('; ')}.`;
  const parts = rows.flatMap(({ name, figure, width }, row) => {
    const y = row * ROW;
    const bar = { x: 0, y: y + 18, height: BAR_HEIGHT };
    return /** @type {Drawn[]} */ ([
      text(0, y + 13, name),
      ['rect', { ...bar, width: BAR, 'fill-opacity': 0.12 }],
      ['rect', { ...bar, width }],
      text(BAR + 8, y + 27, figure),
    ]);
  });
  return drawnPicture(rows.length * ROW, label, parts);
}

/**
 * @param {Lines} picture
 * @param {Words} words
 */
function drawLines(picture, { caption, names }) {
  const { left, right, foot } = FRAME;
  const nameOf = (/** @type {string} */ key) => names[key] ?? key;
  const { across, up, xTicks, yTicks } = scalesOf(picture);
  const label = `${caption} ${picture.lines.map(({ name }) => nameOf(name)).join('; ')}.`;
  const legend = foot + 2 * LINE + 6;
  return drawnPicture(legend + LINE * picture.lines.length, label, [
    text(0, 12, nameOf(picture.yName)),
    ...yTicks.flatMap(([y, tick]) => [
      path(`M${left} ${up(y)}H${right}`, { 'stroke-opacity': 0.25 }),
      text(left - 6, up(y) + 4, tick, 'end'),
    ]),
    ...xTicks.map((x, i) => text(across(x), foot + LINE, formatNumber(x), anchorOf(i, xTicks))),
    text(right, foot + 2 * LINE, nameOf(picture.xName), 'end'),
    ...picture.lines.flatMap((line, i) => {
      const y = legend + LINE * (i + 1) - 4;
      return [
        ...drawLine(line, across, up, strokeOf(i)),
        path(`M0 ${y - 4}H${left - 8}`, strokeOf(i)),
        text(left, y, nameOf(line.name)),
      ];
    }),
  ]);
}

/** @param {number} i the index of a line */
const strokeOf = (i) => STROKES[i % STROKES.length];

/**
 * @param {number} i the index of a tick
 * @param {number[]} all
 */
const anchorOf = (i, { length }) => (i > 0 && i === length - 1 ? 'end' : 'middle');

/**
 * @param {Line} line
 * @param {(x: number) => number} across
 * @param {(y: number) => number} up
 * @param {Record<string, string | number>} look
 * @returns {Drawn[]}
 */
function drawLine({ x, y }, across, up, look) {
  const points = thinned({ x, y: y.map(up) }).map(([at, height]) => [across(at), height]);
  const d = points.map((point) => point.join(' ')).join('L');
  return [
    ...(points.length > 1 ? [path(`M${d}`, { fill: 'none', ...look })] : []),
    ...(points.length > FEW
      ? []
      : points.map(([cx, cy]) => /** @type {Drawn} */ (['circle', { cx, cy, r: 3 }]))),
  ];
}

/** @param {Lines} picture */
function scalesOf({ lines, isLog }) {
  const { left, right, top, foot } = FRAME;
  const scaled = (/** @type {number} */ y) => (isLog ? Math.log10(y) : y);
  const heights = lines.flatMap(({ y }) => y.map(scaled)).filter(Number.isFinite);
  const most = Math.max(...heights, isLog ? -Infinity : 0);
  const least = Math.min(...heights);
  const high = isLog ? Math.ceil(most) : 1.08 * (most || 1);
  const low = isLog
    ? Math.max(high - DEPTH, Math.min(high - 1, Math.floor(least)))
    : Math.min(0, least);
  const xs = lines.flatMap(({ x }) => x);
  const [first, last] = [Math.min(...xs, 0), Math.max(...xs, 1)];
  return {
    across: (/** @type {number} */ x) =>
      Math.round(left + ((x - first) / (last - first)) * (right - left)),
    /** Pixels of a y; NaN for a value that is not drawn. */
    up(/** @type {number} */ y) {
      const height = scaled(y);
      if (!Number.isFinite(height) || height < low) return NaN;
      return Math.round(foot - ((height - low) / (high - low)) * (foot - top));
    },
    xTicks: ticks(first, last, 4),
    yTicks: ticks(low, high, 4)
      .filter((y) => !isLog || Number.isInteger(y))
      .map(
        (y) =>
          /** @type {[number, string]} */ (
            isLog ? [10 ** y, formatPowerOfTen(y)] : [y, formatNumber(y)]
          ),
      ),
  };
}
