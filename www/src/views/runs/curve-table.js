import { el, setText } from '../../lib/dom.js';
import { LateView } from '../late-view.js';

/**
 * @typedef {import('./curve-view.js').Curve} Curve
 * @typedef {import('../charts/chart-view.js').ChartView} ChartView
 */

const FAILED = 'This part could not be loaded: close it, and open it again.';
/** Milliseconds between two updates: a reader cannot follow a table that keeps changing. */
const INTERVAL = 2000;

/** The curve in figures, and its files; their code is loaded when the table is first opened. */
export class CurveTable {
  element;
  #body = el('div', { class: 'tables' });
  /** @type {LateView<Curve>} */
  #rows;
  /** @type {Curve | undefined} */
  #curve;
  #shownAt = -INTERVAL;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {ChartView} chart */
  constructor(chart) {
    this.#rows = new LateView(async () => {
      const { CurveRows } = await import('./curve-rows.js');
      return new CurveRows(this.element, this.#body, chart);
    });
    const ontoggle = () => void this.#open();
    this.element = el('details', { ontoggle }, el('summary', {}, 'Table'), this.#body);
  }

  /** @param {Curve} curve */
  update(curve) {
    this.#curve = curve;
    if (!this.element.open || this.#timer) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#show();
      },
      this.#shownAt + INTERVAL - performance.now(),
    );
  }

  async #open() {
    if (!this.element.open) return;
    if (!(await this.#rows.want())) return setText(this.#body, FAILED);
    this.#show();
  }

  #show() {
    if (!this.element.open || !this.#curve) return;
    this.#shownAt = performance.now();
    this.#rows.update(this.#curve);
  }
}
