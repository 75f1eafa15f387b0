import { el } from '../../lib/dom.js';
import { formatBits, formatWhole } from '../../lib/format.js';
import { table } from '../charts/table.js';
import { baselineName, FLOOR_NAME } from '../../settings/baseline-names.js';

/** @typedef {import('./curve-view.js').Curve} Curve */

const ROWS = 20;
/** Milliseconds between two updates: a reader cannot follow a table that keeps changing. */
const INTERVAL = 2000;

/** The curve in figures. */
export class CurveTable {
  element;
  #body = el('div', { class: 'tables' });
  /** @type {Curve | undefined} */
  #curve;
  #shownAt = -INTERVAL;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    const ontoggle = () => this.#show();
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

  #show() {
    if (!this.element.open || !this.#curve) return;
    this.#shownAt = performance.now();
    const { training, validation, baselines, floor } = this.#curve;
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
    this.#body.replaceChildren(
      table('Bits a letter', ['Steps', 'Learnt text', 'Unseen text'], rows),
      table('For comparison', ['Unseen text by', 'Bits a letter'], levels),
    );
  }
}
