import { drawChart, keyOf, rowsOf, toCsv, toFile } from '../lib/chart.js';
import { download } from '../lib/download.js';
import { el } from '../lib/dom.js';
import { table } from './table.js';

/** @typedef {import('../lib/chart.js').Chart} Chart */

/** Rows of the table, at most. */
const ROWS = 50;

/** Pixels that a chart is wide. */
const [LEAST, MOST] = [280, 860];

/** Lines, their names, their numbers as a table, and files of both. */
export class ChartView {
  element = el('div', { class: 'chart' });
  #picture = el('div', { class: 'drawing', role: 'img' });
  #legend = el('p', { class: 'legend' });
  #details;
  #body = el('div', { class: 'column', tabIndex: 0, role: 'group' });
  #name;
  /** @type {Chart} */
  #chart = { xName: '', yName: '', lines: [] };

  /** @param {string} name of what is drawn, and of its files */
  constructor(name) {
    this.#name = name;
    this.#body.setAttribute('aria-label', `The numbers: ${name}`);
    const file = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
    const svg = () => {
      const [drawing] = this.#picture.children;
      download(`${file}.svg`, 'image/svg+xml', toFile(/** @type {any} */ (drawing)));
    };
    const csv = () => download(`${file}.csv`, 'text/csv', toCsv(rowsOf(this.#chart)));
    this.#details = el(
      'details',
      { ontoggle: () => this.#tabulate() },
      el('summary', {}, 'The numbers as a table'),
      this.#body,
    );
    this.element.append(
      this.#picture,
      el(
        'div',
        { class: 'below' },
        this.#legend,
        el('button', { type: 'button', class: 'quiet', onclick: svg }, 'SVG'),
        el('button', { type: 'button', class: 'quiet', onclick: csv }, 'CSV'),
      ),
      this.#details,
    );
  }

  /** @param {Chart} chart */
  update(chart) {
    this.#chart = chart;
    const { lines, xName, yName } = chart;
    const width = Math.max(LEAST, Math.min(MOST, this.#picture.clientWidth));
    this.#picture.replaceChildren(drawChart(chart, width));
    const names = lines.map(({ name }) => name);
    this.#picture.setAttribute(
      'aria-label',
      `${this.#name}, ${yName} by ${xName}: ${names.join(', ')}. The table below has the figures.`,
    );
    this.#legend.replaceChildren(
      ...names.map((name, index) => el('span', { class: 'entry' }, keyOf(index), name)),
    );
    this.#tabulate();
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

/** @param {string | number} cell */
function rounded(cell) {
  if (typeof cell !== 'number' || Number.isInteger(cell)) return String(cell);
  return cell.toPrecision(3);
}
