import { rowsOf, toCsv, toFile } from '../../lib/chart-file.js';
import { drawLegend } from '../../lib/chart-legend.js';
import { download } from '../../lib/download.js';
import { el } from '../../lib/dom.js';
import { svg } from '../../lib/svg.js';

/** @typedef {import('./chart-view.js').ChartView} ChartView */

/**
 * The buttons that save a chart.
 *
 * @param {ChartView} view
 */
export function chartFiles(view) {
  const file = view.name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  const picture = () => download(`${file}.svg`, 'image/svg+xml', pictureOf(view));
  const csv = () => download(`${file}.csv`, 'text/csv', toCsv(rowsOf(view.chart)));
  return el(
    'span',
    { class: 'files' },
    el('button', { type: 'button', class: 'quiet', onclick: picture }, 'SVG'),
    el('button', { type: 'button', class: 'quiet', onclick: csv }, 'CSV'),
  );
}

/**
 * The drawing with its legend, as the text of an SVG file.
 *
 * @param {ChartView} view
 */
function pictureOf(view) {
  const [drawing] = /** @type {HTMLCollectionOf<SVGElement>} */ (
    /** @type {unknown} */ (view.picture.children)
  );
  const legend = drawLegend(view.chart.lines, drawing.clientHeight);
  // Added in the page first, because only elements in the page have computed styles.
  drawing.prepend(svg('rect', { class: 'paper', width: '100%', height: '100%' }));
  drawing.append(legend.element);
  drawing.setAttribute('height', String(legend.height));
  const file = toFile(drawing);
  view.draw();
  return file;
}
