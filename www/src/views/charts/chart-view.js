import { drawChart, drawLegend, HEIGHT, keyOf, styleOf } from '../../lib/chart.js';
import { rowsOf, toCsv, toFile } from '../../lib/chart-file.js';
import { download } from '../../lib/download.js';
import { el } from '../../lib/dom.js';
import { svg } from '../../lib/svg.js';
import { table } from './table.js';

/** @typedef {import('../../lib/chart.js').Chart} Chart */

/** The greatest number of rows in the table. */
const ROWS = 50;
/** The limits of the width in pixels. */
const MIN_WIDTH = 280;
const MAX_WIDTH = 1000;
const MIN_HEIGHT = 96;

/** A chart with its legend, its numbers as a table, and files of both. */
export class ChartView {
  element = el('div', { class: 'chart' });
  #picture = el('div', { class: 'drawing', role: 'img' });
  /** The buttons that save the chart. */
  files;
  #legend = el('p', { class: 'legend' });
  #details;
  #body = el('div', { class: 'column', tabIndex: 0, role: 'group' });
  #name;
  /** @type {Chart} */
  #chart = { xName: '', yName: '', lines: [] };
  /** The size of the last drawing in pixels. */
  #width = 0;
  #height = HEIGHT;

  /**
   * @param {string} name of the chart and its files
   * @param {HTMLElement} [numbers] a table in place of the numbers of the lines
   */
  constructor(name, numbers) {
    this.#name = name;
    this.#picture.setAttribute('aria-label', name);
    this.#body.setAttribute('aria-label', `The numbers: ${name}`);
    const file = name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
    const picture = () => download(`${file}.svg`, 'image/svg+xml', this.#toFile());
    const csv = () => download(`${file}.csv`, 'text/csv', toCsv(rowsOf(this.#chart)));
    this.#details = el(
      'details',
      { ontoggle: () => this.#tabulate() },
      el('summary', {}, 'The numbers as a table'),
      this.#body,
    );
    this.files = el(
      'span',
      { class: 'files' },
      el('button', { type: 'button', class: 'quiet', onclick: picture }, 'SVG'),
      el('button', { type: 'button', class: 'quiet', onclick: csv }, 'CSV'),
    );
    this.element.append(
      this.#picture,
      el('div', { class: 'below' }, this.#legend, this.files),
      numbers ?? this.#details,
    );
    const resized = () => {
      const { clientWidth, clientHeight } = this.#picture;
      const isSame = clientWidth === this.#width && clientHeight === this.#height;
      if (!isSame) this.#draw();
    };
    new ResizeObserver(resized).observe(this.#picture);
  }

  /**
   * @param {Chart} chart
   * @param {string} [label] a description for screen readers
   */
  update(chart, label) {
    this.#chart = chart;
    const { lines, xName, yName } = chart;
    const names = lines.map(({ name }) => name).join(', ');
    this.#picture.setAttribute(
      'aria-label',
      label ?? `${this.#name}, ${yName} by ${xName}: ${names}. The table below has the figures.`,
    );
    this.#legend.hidden = Boolean(chart.hasEndNames);
    this.#legend.replaceChildren(
      ...lines.map((line, index) =>
        el('span', { class: 'entry' }, keyOf(styleOf(line, index)), entryOf(line)),
      ),
    );
    this.#draw();
    this.#tabulate();
  }

  #draw() {
    if (this.#chart.lines.length === 0) return;
    this.#width = this.#picture.clientWidth;
    const width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, this.#width));
    this.#picture.replaceChildren(drawChart(this.#chart, width, this.#heightOf(this.#chart)));
  }

  /**
   * A chart with names at its ends fills its place, another one makes its own.
   *
   * @param {Chart} chart
   */
  #heightOf({ hasEndNames }) {
    this.#height = this.#picture.clientHeight;
    return hasEndNames ? Math.max(MIN_HEIGHT, this.#height) : HEIGHT;
  }

  /** The drawing with its legend, as the text of an SVG file. */
  #toFile() {
    const [drawing] = /** @type {HTMLCollectionOf<SVGElement>} */ (
      /** @type {unknown} */ (this.#picture.children)
    );
    const legend = drawLegend(this.#chart.lines, drawing.clientHeight);
    // Added in the page first, because only elements in the page have computed styles.
    drawing.prepend(svg('rect', { class: 'paper', width: '100%', height: '100%' }));
    drawing.append(legend.element);
    drawing.setAttribute('height', String(legend.height));
    const file = toFile(drawing);
    this.#draw();
    return file;
  }

  #tabulate() {
    if (!this.#details.open) return;
    const [heads, ...rows] = rowsOf(this.#chart);
    const every = Math.max(1, Math.ceil(rows.length / ROWS));
    const shown = rows.filter((_, i) => i % every === 0);
    const texts = shown.map((row) => row.map((cell) => rounded(cell)));
    this.#body.replaceChildren(table(this.#name, heads.map(String), texts));
  }
}

/** @param {import('../../lib/chart.js').Line} line */
const entryOf = ({ name, latest }) => (latest === undefined ? name : `${name} ${latest}`);

/** @param {string | number} cell */
function rounded(cell) {
  if (typeof cell !== 'number' || Number.isInteger(cell)) return String(cell);
  return cell.toPrecision(3);
}
