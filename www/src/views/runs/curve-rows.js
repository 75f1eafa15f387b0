import { formatBits, formatWhole } from '../../lib/format.js';
import { chartFiles } from '../charts/chart-files.js';
import { table } from '../charts/table.js';
import { baselineName, FLOOR_NAME } from '../../settings/baseline-names.js';

const ROWS = 20;

/** The rows of the curve's table, with the buttons that save the curve. */
export class CurveRows {
  #place;

  /**
   * @param {HTMLElement} element that gets the buttons
   * @param {HTMLElement} place of the rows
   * @param {import('../charts/chart-view.js').ChartView} chart
   */
  constructor(element, place, chart) {
    this.#place = place;
    element.append(chartFiles(chart));
  }

  /** @param {import('./curve-view.js').Curve} curve */
  update({ training, validation, baselines, floor }) {
    const every = Math.max(1, Math.ceil(training.x.length / ROWS));
    const rows = [];
    for (let i = training.x.length - 1; i >= 0; i -= every) {
      const at = validation.x.findLastIndex((step) => step <= training.x[i]);
      rows.unshift([
        formatWhole(training.x[i]),
        formatBits(training.y[i]),
        formatBits(validation.y[at]),
      ]);
    }
    const levels = baselines.map(({ order, bitsPerChar }) => [
      baselineName(order),
      formatBits(bitsPerChar),
    ]);
    if (floor !== undefined) levels.push([FLOOR_NAME, formatBits(floor)]);
    this.#place.replaceChildren(
      table('Bits a letter', ['Steps', 'Learnt text', 'Unseen text'], rows),
      table('For comparison', ['Unseen text by', 'Bits a letter'], levels),
    );
  }
}
