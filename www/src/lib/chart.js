import { formatNumber, formatPowerOfTen } from './format.js';
import { svg } from './svg.js';

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {string} [now] its last figure, for the legend
 * @property {number[]} x ascending
 * @property {number[]} y not a number where it is not known
 * @property {{low: number[], high: number[]}} [band] between which it lies
 * @property {string} [style] its class; left out, by its place: `line-0`, `line-1` …
 *
 * @typedef {object} Chart
 * @property {string} xName what is along, with its unit
 * @property {string} yName
 * @property {boolean} [isLog] whether equal factors of y are equal heights; what is not above zero is left out
 * @property {boolean} [isLogAcross] the same of x
 * @property {number[]} [places] where ticks are along; left out, where they are round
 * @property {boolean} [hasDots] whether every point is marked: where there are few
 * @property {Line[]} lines
 * @property {{name: string, y: number, isBelow?: boolean}[]} [levels] drawn all along, with their names, which stand above or below
 * @property {number[]} [marks] places along, marked at the foot
 * @property {number} [at] a place along, marked from foot to top
 * @property {[first: number, last: number]} [ends] of x, where they are known before; left out, from zero
 * @property {[low: number, high: number]} [range] of y, where it is known before; what is beyond is drawn at its ends
 *
 * @typedef {object} Scales how numbers are turned into pixels
 * @property {number} left
 * @property {number} right
 * @property {number} top
 * @property {number} foot
 * @property {(x: number) => number} across
 * @property {(y: number) => number} up NaN for what is not drawn
 * @property {[x: number, label: string][]} along ticks
 * @property {[y: number, label: string][]} upwards ticks
 */

const HEIGHT = 280;
/** A line of the legend. */
const [ROW, KEY] = [20, 28];
const MARGIN = { left: 56, right: 18, top: 28, bottom: 44 };
/** Powers of ten below the greatest number beyond which nothing is drawn. */
const DEPTH = 10;
/** Where along the axis each level carries its name: apart, so that levels close to each other stay readable. */
const LABELS = /** @type {const} */ ([
  [0.02, 'start'],
  [0.5, 'middle'],
  [0.98, 'end'],
]);

/** The style of a line. @param {Line} line @param {number} index */
export const styleOf = ({ style }, index) => style ?? `line-${index}`;

/**
 * Lines over a common axis.
 *
 * @param {Chart} chart
 * @param {number} width in pixels
 * @returns {SVGElement}
 */
export function drawChart(chart, width) {
  const scales = scalesOf(chart, width);
  const { lines, levels = [], marks = [], at, hasDots } = chart;
  return svg(
    'svg',
    { width, height: HEIGHT, 'aria-hidden': 'true' },
    ...drawAxes(chart, scales, width),
    ...marks.map((mark) => upright(scales, mark, 'mark', scales.foot - 10)),
    ...lines.flatMap((line, index) => drawBand(line, scales, styleOf(line, index))),
    ...levels.flatMap((level, index) => drawLevel(level, scales, index)),
    ...lines.flatMap((line, index) => drawLine(line, scales, styleOf(line, index), hasDots)),
    ...(at === undefined ? [] : [upright(scales, at, 'at', scales.top)]),
  );
}

/** @param {string} style @param {number} y */
const drawKey = (style, y) =>
  svg('line', { class: `curve ${style}`, x1: 0, x2: KEY, y1: y, y2: y });

/** A piece of a line, as it is drawn. @param {string} style */
export const keyOf = (style) =>
  svg('svg', { width: KEY, height: 10, 'aria-hidden': 'true' }, drawKey(style, 5));

/**
 * The names of the lines, for a drawing that stands alone.
 *
 * @param {Line[]} lines
 * @returns {{element: SVGElement, height: number}} to be drawn below it
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
 * Numbers at which an axis carries its ticks: 1, 2 or 5 times a power of ten apart.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} most of them
 * @returns {number[]}
 */
export function ticks(low, high, most) {
  const raw = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // Digits that stand for nothing are not to be seen: 0.1 + 0.2.
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * The same for a scale of factors.
 *
 * @param {number} low the least exponent
 * @param {number} high
 * @param {number} most
 * @returns {[number, string][]}
 */
const powers = (low, high, most) =>
  ticks(low, high, most)
    .filter(Number.isInteger)
    .map((exponent) => [10 ** exponent, formatPowerOfTen(exponent)]);

/** @param {number[]} numbers */
const extremes = (numbers) => [
  numbers.reduce((a, b) => Math.min(a, b), Infinity),
  numbers.reduce((a, b) => Math.max(a, b), -Infinity),
];

/** @param {Chart} chart @param {number} width @returns {Scales} */
function scalesOf(chart, width) {
  const { lines, marks = [] } = chart;
  const place = chart.isLogAcross ? Math.log10 : (/** @type {number} */ x) => x;
  const ends = chart.ends ?? extremes([...lines.flatMap(({ x }) => x), ...marks, 0]);
  const [first, last] = ends.map(place);
  const { low, high, of, upwards } = heightsOf(chart);
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, foot] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  return {
    ...{ left, right, top, foot, upwards },
    across: (x) => left + ((place(x) - first) / (last - first || 1)) * (right - left),
    up(y) {
      const height = of(y);
      if (!Number.isFinite(height) || (chart.isLog && height < low)) return NaN;
      const inside = Math.min(high, Math.max(low, height));
      return foot - ((inside - low) / (high - low || 1)) * (foot - top);
    },
    along: ticksAlong(chart, first, last, width / 80),
  };
}

/**
 * @param {Chart} chart
 * @param {number} first of x, or its exponent
 * @param {number} last
 * @param {number} most
 * @returns {[number, string][]}
 */
function ticksAlong({ isLogAcross, places }, first, last, most) {
  if (isLogAcross && !places) return powers(first, last, most);
  return (places ?? ticks(first, last, most)).map((x) => [x, formatNumber(x).replace('-', '−')]);
}

/** @param {Chart} chart */
function heightsOf({ lines, levels = [], isLog, range }) {
  const all = lines.flatMap(({ y, band }) => [...y, ...(band?.low ?? []), ...(band?.high ?? [])]);
  const known = [...all, ...levels.map(({ y }) => y)].filter(
    (y) => Number.isFinite(y) && (!isLog || y > 0),
  );
  const [least, most] = known.length > 0 ? extremes(known) : [1, 1];
  if (isLog) {
    const high = Math.ceil(Math.log10(most));
    const low = Math.min(high - 1, Math.max(high - DEPTH, Math.floor(Math.log10(least))));
    return { low, high, of: Math.log10, upwards: powers(low, high, 6) };
  }
  // From zero, unless all that is to be seen is far above.
  const foot = least > most / 2 ? least - 0.1 * (most - least) : Math.min(0, least);
  const [low, high] = range ?? [foot, Math.max(most, least + 1e-9, 1e-9)];
  /** @type {[number, string][]} */
  const upwards = ticks(low, high, 6).map((y) => [y, String(y).replace('-', '−')]);
  return { low, high, of: (/** @type {number} */ y) => y, upwards };
}

/** @param {Chart} chart @param {Scales} scales @param {number} width */
function drawAxes({ xName, yName }, { left, right, foot, across, up, along, upwards }, width) {
  /** @param {number} x @param {number} y @param {'start' | 'middle' | 'end'} anchor @param {string} text */
  const label = (x, y, anchor, text) =>
    svg('text', { class: 'tick', x, y, 'text-anchor': anchor }, text);
  return [
    ...upwards.flatMap(([y, text]) => [
      svg('line', { class: 'grid', x1: left, x2: right, y1: up(y), y2: up(y) }),
      label(left - 8, up(y) + 4, 'end', text),
    ]),
    ...along.map(([x, text]) => label(across(x), foot + 18, 'middle', text)),
    label(width - MARGIN.right, HEIGHT - 6, 'end', xName),
    label(left, 14, 'start', yName),
  ];
}

/** @param {Scales} scales @param {number} x @param {string} style @param {number} top */
function upright({ across, foot }, x, style, top) {
  return svg('line', { class: style, x1: across(x), x2: across(x), y1: top, y2: foot });
}

/** @param {{name: string, y: number, isBelow?: boolean}} level @param {Scales} scales @param {number} index */
function drawLevel({ name, y, isBelow }, { left, right, up }, index) {
  const [share, anchor] = LABELS[index % LABELS.length];
  const x = left + share * (right - left);
  return [
    svg('line', { class: 'level', x1: left, x2: right, y1: up(y), y2: up(y) }),
    svg(
      'text',
      { class: 'tick name', x, y: up(y) + (isBelow ? 14 : -4), 'text-anchor': anchor },
      name,
    ),
  ];
}

/** @param {Line} line @param {Scales} scales @param {string} style */
function drawBand({ x, band }, { across, up }, style) {
  /** @param {number[]} edge */
  const points = (edge) => x.map((at, i) => `${across(at).toFixed(1)},${up(edge[i]).toFixed(1)}`);
  if (!band || x.length < 2) return [];
  const around = [...points(band.high), ...points(band.low).reverse()];
  return [svg('polygon', { class: `band ${style}`, points: around.join(' ') })];
}

/** Points of a line that can be told apart; more take time to paint. */
const POINTS = 300;

/** Every so many points as one, their mean. @param {Pick<Line, 'x' | 'y'>} line */
function thinned({ x, y }) {
  const every = Math.ceil(x.length / POINTS);
  if (every <= 1) return { x, y };
  const count = Math.ceil(x.length / every);
  const mean = (/** @type {number[]} */ part) => part.reduce((a, b) => a + b) / part.length;
  return {
    x: Array.from({ length: count }, (_, i) => x[Math.min(x.length - 1, (i + 1) * every - 1)]),
    y: Array.from({ length: count }, (_, i) => mean(y.slice(i * every, (i + 1) * every))),
  };
}

/**
 * The stretches of a line that can be drawn.
 *
 * @param {Line} line
 * @param {Scales} scales
 * @param {string} style
 * @param {boolean} [hasDots]
 */
function drawLine(line, { across, up }, style, hasDots = false) {
  const { x, y } = thinned(line);
  /** @type {string[][]} */
  const stretches = [[]];
  x.forEach((at, i) => {
    const height = up(y[i]);
    if (Number.isNaN(height)) stretches.push([]);
    else stretches[stretches.length - 1].push(`${across(at).toFixed(1)},${height.toFixed(1)}`);
  });
  /** @param {string} point */
  const dot = (point) => {
    const [cx, cy] = point.split(',');
    return svg('circle', { class: `dot ${style}`, cx, cy, r: 3 });
  };
  return stretches.flatMap((points) => [
    ...(points.length > 1
      ? [svg('polyline', { class: `curve ${style}`, points: points.join(' ') })]
      : []),
    // A point by itself would not be seen.
    ...(hasDots || points.length === 1 ? points.map(dot) : []),
  ]);
}
