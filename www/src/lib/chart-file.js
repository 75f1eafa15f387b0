/** The numbers and the drawing of a chart, as files. */

/**
 * @typedef {import('./chart.js').Chart} Chart
 *
 * @typedef {object} Column
 * @property {string} name
 * @property {number[]} x
 * @property {number[]} y
 */

/**
 * The numbers of a chart: a row for every x.
 *
 * @param {Chart} chart
 * @returns {(string | number)[][]} the heads first
 */
export function rowsOf({ xName, lines, levels = [], more }) {
  const columns = [...lines.flatMap(columnsOf), ...(more?.() ?? [])];
  const all = [...new Set(columns.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const byX = columns.map(({ x, y }) => new Map(x.map((value, i) => [value, y[i]])));
  const constants = levels.map(({ y }) => y);
  const rows = all.map((x) => [x, ...byX.map((column) => column.get(x) ?? ''), ...constants]);
  return [[xName, ...[...columns, ...levels].map(({ name }) => name)], ...rows];
}

/**
 * @param {import('./chart.js').Line} line
 * @returns {Column[]}
 */
function columnsOf({ name, x, y, band }) {
  if (!band || band.low.every((low, i) => low === band.high[i])) return [{ name, x, y }];
  return [
    { name, x, y },
    { name: `${name}, lowest`, x, y: band.low },
    { name: `${name}, highest`, x, y: band.high },
  ];
}

/** The beginning of a text that a spreadsheet would compute. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Writes rows as CSV (RFC 4180). An apostrophe keeps a text from being a formula.
 *
 * @param {(string | number)[][]} rows
 */
export function toCsv(rows) {
  /** @param {string | number} cell */
  const quoted = (cell) => {
    const text = typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** The style-sheet properties that a file must carry itself. */
const INLINED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'paint-order',
];

/**
 * Writes a drawing on the page as an SVG file that looks the same.
 *
 * @param {SVGElement} drawing
 */
export function toFile(drawing) {
  const copy = /** @type {SVGElement} */ (drawing.cloneNode(true));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const copies = /** @type {NodeListOf<SVGElement>} */ (copy.querySelectorAll('*'));
  [...drawing.querySelectorAll('*')].forEach((element, i) => {
    const style = getComputedStyle(element);
    // Property by property: a strict host page refuses the attribute as a whole.
    for (const name of INLINED) copies[i].style.setProperty(name, style.getPropertyValue(name));
  });
  return new XMLSerializer().serializeToString(copy);
}
