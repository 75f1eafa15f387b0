/** @typedef {import('./chart.js').Chart} Chart */

/**
 * The numbers of a chart, a line for every place along.
 *
 * @param {Chart} chart
 * @returns {(string | number)[][]} the heads first
 */
export function rowsOf({ xName, lines, levels = [] }) {
  const columns = lines.flatMap(({ name, x, y, band }) => [
    { name, x, y },
    ...(band && isWide(band)
      ? [
          { name: `${name}, lowest`, x, y: band.low },
          { name: `${name}, highest`, x, y: band.high },
        ]
      : []),
  ]);
  const places = [...new Set(lines.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const byPlace = columns.map(({ x, y }) => new Map(x.map((place, i) => [place, y[i]])));
  const rows = places.map((place) => [
    ...[place, ...byPlace.map((line) => line.get(place) ?? '')],
    ...levels.map(({ y }) => y),
  ]);
  return [[xName, ...[...columns, ...levels].map(({ name }) => name)], ...rows];
}

/** @param {{low: number[], high: number[]}} band */
const isWide = ({ low, high }) => low.some((y, i) => y !== high[i]);

/** Rows as CSV (RFC 4180). @param {(string | number)[][]} rows */
export function toCsv(rows) {
  /** @param {string | number} cell */
  const quoted = (cell) =>
    /[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** What is to stand in the file itself: a style sheet does not go with it. */
const INLINED = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray'],
  ...['font-family', 'font-size', 'paint-order'],
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
