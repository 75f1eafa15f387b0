import { drawChart, HEIGHT } from '../../lib/chart.js';
import { el } from '../../lib/dom.js';
import { onResize } from '../../lib/on-resize.js';

/** @typedef {import('../../lib/chart.js').Chart} Chart */

/** The limits of the width in pixels. */
const MIN_WIDTH = 280;
const MAX_WIDTH = 1000;
const MIN_HEIGHT = 96;

/** A drawn chart. */
export class ChartView {
  element = el('div', { class: 'chart' });
  picture = el('div', { class: 'drawing', role: 'img' });
  name;
  /** @type {Chart} */
  chart = { xName: '', yName: '', lines: [] };
  /** The size of the last drawing in pixels. */
  #width = 0;
  #height = HEIGHT;

  /** @param {string} name of the chart and its files */
  constructor(name) {
    this.name = name;
    this.picture.setAttribute('aria-label', name);
    this.element.append(this.picture);
    onResize(this.picture, () => {
      const { clientWidth, clientHeight } = this.picture;
      const isSame = clientWidth === this.#width && clientHeight === this.#height;
      if (isSame || this.chart.lines.length === 0) return false;
      this.draw();
      return true;
    });
  }

  /**
   * @param {Chart} chart
   * @param {string} [label] a description for screen readers
   */
  update(chart, label) {
    this.chart = chart;
    const { lines, xName, yName } = chart;
    const names = lines.map(({ name }) => name).join(', ');
    this.picture.setAttribute(
      'aria-label',
      label ?? `${this.name}, ${yName} by ${xName}: ${names}. The table below has the figures.`,
    );
    this.draw();
  }

  draw() {
    if (this.chart.lines.length === 0) return;
    this.#width = this.picture.clientWidth;
    const width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, this.#width));
    this.picture.replaceChildren(drawChart(this.chart, width, this.#heightOf(this.chart)));
  }

  /**
   * A chart with names at its ends fills its place, another one makes its own.
   *
   * @param {Chart} chart
   */
  #heightOf({ hasEndNames }) {
    this.#height = this.picture.clientHeight;
    return hasEndNames ? Math.max(MIN_HEIGHT, this.#height) : HEIGHT;
  }
}
