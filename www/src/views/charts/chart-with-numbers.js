import { styleOf } from '../../lib/chart.js';
import { rowsOf } from '../../lib/chart-file.js';
import { keyOf } from '../../lib/chart-legend.js';
import { el } from '../../lib/dom.js';
import { chartFiles } from './chart-files.js';
import { ChartView } from './chart-view.js';
import { table } from './table.js';

/** The greatest number of rows in the table. */
const ROWS = 50;

/** A chart with its legend, its numbers as a table, and files of both. */
export class ChartWithNumbers extends ChartView {
  /** The buttons that save the chart. */
  files = chartFiles(this);
  #legend = el('p', { class: 'legend' });
  #details;
  #body = el('div', { class: 'column', tabIndex: 0, role: 'group' });

  /** @param {string} name of the chart and its files */
  constructor(name) {
    super(name);
    this.#body.setAttribute('aria-label', `The numbers: ${name}`);
    this.#details = el(
      'details',
      { ontoggle: () => this.#tabulate() },
      el('summary', {}, 'The numbers as a table'),
      this.#body,
    );
    this.element.append(el('div', { class: 'below' }, this.#legend, this.files), this.#details);
  }

  /** @type {ChartView['update']} */
  update(chart, label) {
    this.#legend.replaceChildren(
      ...chart.lines.map((line, index) =>
        el('span', { class: 'entry' }, keyOf(styleOf(line, index)), entryOf(line)),
      ),
    );
    super.update(chart, label);
    this.#tabulate();
  }

  #tabulate() {
    if (!this.#details.open) return;
    const [heads, ...rows] = rowsOf(this.chart);
    const every = Math.max(1, Math.ceil(rows.length / ROWS));
    const shown = rows.filter((_, i) => i % every === 0);
    const texts = shown.map((row) => row.map((cell) => rounded(cell)));
    this.#body.replaceChildren(table(this.name, heads.map(String), texts));
  }
}

/** @param {import('../../lib/chart.js').Line} line */
const entryOf = ({ name, latest }) => (latest === undefined ? name : `${name} ${latest}`);

/** @param {string | number} cell */
function rounded(cell) {
  if (typeof cell !== 'number' || Number.isInteger(cell)) return String(cell);
  return cell.toPrecision(3);
}
