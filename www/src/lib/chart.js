import { formatPowerOfTen, formatWhole } from './format.js';
import { svg } from './svg.js';

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {number[]} x ascending
 * @property {number[]} y not a number where it is not known
 * @property {{low: number[], high: number[]}} [band] between which it lies
 *
 * @typedef {object} Chart
 * @property {string} xName what is along, with its unit
 * @property {string} yName
 * @property {boolean} [isLog] whether equal factors of y are equal heights; what is not above zero is left out
 * @property {Line[]} lines
 * @property {number[]} [marks] places along, marked at the foot
 * @property {[low: number, high: number]} [range] of y, where it is known before
 */

const HEIGHT = 280;
const INNER = { left: 56, right: 18, top: 28, bottom: 44 };
/** Powers of ten below the greatest number beyond which nothing is drawn. */
const DEPTH = 10;

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

/** @param {number[]} numbers */
const ends = (numbers) => [
  numbers.reduce((a, b) => Math.min(a, b), Infinity),
  numbers.reduce((a, b) => Math.max(a, b), -Infinity),
];

/**
 * How high numbers stand, and where the ticks are.
 *
 * @param {Chart} chart
 * @returns {{low: number, high: number, of: (y: number) => number, ticks: [number, string][]}}
 */
function heights({ lines, isLog, range }) {
  const known = lines
    .flatMap(({ y, band }) => [...y, ...(band?.low ?? []), ...(band?.high ?? [])])
    .filter((y) => Number.isFinite(y) && (!isLog || y > 0));
  const [least, most] = known.length > 0 ? ends(known) : [1, 1];
  if (!isLog) {
    // From zero, unless all that is to be seen is far above.
    const foot = least > most / 2 ? least - 0.1 * (most - least) : Math.min(0, least);
    const [low, high] = range ?? [foot, Math.max(most, least + 1e-9, 1e-9)];
    return {
      ...{ low, high, of: (y) => y },
      ticks: ticks(low, high, 6).map((y) => [y, String(y).replace('-', '−')]),
    };
  }
  const high = Math.ceil(Math.log10(most));
  const low = Math.min(high - 1, Math.max(high - DEPTH, Math.floor(Math.log10(least))));
  const all = ticks(low, high, 6).filter(Number.isInteger);
  return {
    low,
    high,
    of: Math.log10,
    ticks: all.map((exponent) => [exponent, formatPowerOfTen(exponent)]),
  };
}

/**
 * Lines over a common axis; the styles of `line-0`, `line-1` … tell them apart.
 *
 * @param {Chart} chart
 * @param {number} width in pixels
 * @returns {SVGElement}
 */
export function drawChart(chart, width) {
  const { xName, yName, lines, marks = [] } = chart;
  const [first, last] = ends([...lines.flatMap(({ x }) => x), ...marks, 0]);
  const y = heights(chart);
  const right = width - INNER.right;
  const foot = HEIGHT - INNER.bottom;
  /** @param {number} value */
  const across = (value) =>
    INNER.left + ((value - first) / (last - first || 1)) * (right - INNER.left);
  /** @param {number} value */
  const up = (value) => foot - ((value - y.low) / (y.high - y.low || 1)) * (foot - INNER.top);
  const parts = [];
  for (const [value, label] of y.ticks) {
    const at = up(value);
    parts.push(svg('line', { class: 'grid', x1: INNER.left, x2: right, y1: at, y2: at }));
    parts.push(
      svg('text', { class: 'tick', x: INNER.left - 8, y: at + 4, 'text-anchor': 'end' }, label),
    );
  }
  for (const value of ticks(first, last, width / 80)) {
    const label = formatWhole(value);
    parts.push(
      svg(
        'text',
        { class: 'tick', x: across(value), y: foot + 18, 'text-anchor': 'middle' },
        label,
      ),
    );
  }
  parts.push(svg('text', { class: 'tick', x: right, y: HEIGHT - 6, 'text-anchor': 'end' }, xName));
  parts.push(svg('text', { class: 'tick', x: INNER.left, y: 14 }, yName));
  for (const mark of marks) {
    const at = across(mark);
    parts.push(svg('line', { class: 'mark', x1: at, x2: at, y1: foot - 10, y2: foot }));
  }
  lines.forEach(({ x, band }, index) => {
    if (!band || x.length < 2) return;
    const edge = [
      ...x.map((at, i) => [at, band.high[i]]),
      ...x.map((at, i) => [at, band.low[i]]).reverse(),
    ];
    const points = edge.map(
      ([at, height]) => `${across(at).toFixed(1)},${up(y.of(height)).toFixed(1)}`,
    );
    parts.push(svg('polygon', { class: `band line-${index}`, points: points.join(' ') }));
  });
  lines.forEach((line, index) => {
    for (const points of unbroken(line, y, across, up)) {
      parts.push(svg('polyline', { class: `curve line-${index}`, points }));
    }
  });
  return svg('svg', { width, height: HEIGHT, 'aria-hidden': 'true' }, ...parts);
}

/**
 * The stretches of a line that can be drawn.
 *
 * @param {Line} line
 * @param {{low: number, of: (y: number) => number}} y
 * @param {(value: number) => number} across
 * @param {(value: number) => number} up
 */
function unbroken(line, { low, of }, across, up) {
  /** @type {string[][]} */
  const stretches = [[]];
  line.x.forEach((x, i) => {
    const height = of(line.y[i]);
    if (Number.isFinite(height) && height >= low) {
      stretches[stretches.length - 1].push(`${across(x).toFixed(1)},${up(height).toFixed(1)}`);
    } else stretches.push([]);
  });
  return stretches.filter(({ length }) => length > 0).map((points) => points.join(' '));
}

/**
 * The numbers of a chart, a line for every place along.
 *
 * @param {Chart} chart
 * @returns {(string | number)[][]} the heads first
 */
export function rowsOf({ xName, lines }) {
  const places = [...new Set(lines.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const byPlace = lines.map(({ x, y }) => new Map(x.map((place, i) => [place, y[i]])));
  const rows = places.map((place) => [place, ...byPlace.map((line) => line.get(place) ?? '')]);
  return [[xName, ...lines.map(({ name }) => name)], ...rows];
}

/** Rows as CSV (RFC 4180). @param {(string | number)[][]} rows */
export function toCsv(rows) {
  /** @param {string | number} cell */
  const quoted = (cell) =>
    /[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** A piece of a line, as it is drawn. @param {number} index of the line */
export function keyOf(index) {
  const line = svg('line', { class: `curve line-${index}`, x1: 0, x2: 28, y1: 5, y2: 5 });
  return svg('svg', { width: 28, height: 10, 'aria-hidden': 'true' }, line);
}

/** What is to stand in the file itself: a style sheet does not go with it. */
const INLINED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
];

/** A drawing that is shown, as a file that looks the same. @param {SVGElement} drawing */
export function toFile(drawing) {
  const copy = /** @type {SVGElement} */ (drawing.cloneNode(true));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const copies = [...copy.querySelectorAll('*')];
  [...drawing.querySelectorAll('*')].forEach((element, i) => {
    const style = getComputedStyle(element);
    const kept = INLINED.map((name) => `${name}:${style.getPropertyValue(name)}`);
    copies[i].setAttribute('style', kept.join(';'));
  });
  return new XMLSerializer().serializeToString(copy);
}
