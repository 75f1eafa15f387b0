import { el } from '../../lib/dom.js';
import { formatBits, formatWhole } from '../../lib/format.js';
import { ChartView } from '../charts/chart-view.js';
import { CurveTable } from './curve-table.js';

/**
 * @typedef {import('../../shared/protocol.js').Baseline} Baseline
 * @typedef {{x: number[], y: number[]}} Points
 * @typedef {{training: Points, validation: Points, baselines: Baseline[], floor?: number}} Curve
 */

/** Milliseconds between two drawings: more often is not seen, and costs training time. */
const INTERVAL = 400;

const NOTE =
  'Validation is text that the network never trains on. When it rises while training falls, the network is learning its text by heart: try dropout, a smaller network or more text.';

/**
 * The levels that say when the network has learnt more than counting, and when there is nothing left to be learnt.
 *
 * @param {Curve} curve
 * @returns {{name: string, y: number, isBelow?: boolean}[]}
 */
function levelsOf({ baselines, floor }) {
  const uniform = baselines.find(({ order }) => order === -1);
  const single = baselines.find(({ order }) => order === 0);
  const [best] = baselines
    .filter(({ order }) => order >= 1)
    .sort((a, b) => a.bitsPerChar - b.bitsPerChar);
  return [
    ...(uniform ? [{ name: 'uniform guess', y: uniform.bitsPerChar }] : []),
    ...(single ? [{ name: 'single characters', y: single.bitsPerChar }] : []),
    ...(best ? [{ name: `best n-gram (order ${best.order})`, y: best.bitsPerChar }] : []),
    ...(floor === undefined ? [] : [{ name: 'nobody can do better', y: floor, isBelow: true }]),
  ];
}

/**
 * From zero to a little above what is known; a loss that ran away must not flatten everything else.
 *
 * @param {Curve} curve
 * @param {{y: number}[]} levels
 * @returns {[number, number]}
 */
function rangeOf({ training, validation }, levels) {
  const most = [...training.y, ...validation.y].reduce((a, b) => Math.max(a, b), 0);
  const known = levels.reduce((a, { y }) => Math.max(a, y), 0);
  const top = known ? Math.min(Math.max(most, known), 3 * known) : most;
  return [0, 1.08 * (top || 1)];
}

/** The learning curve, drawn and as a table. */
export class CurveView {
  #empty = el('p', { class: 'empty' }, 'The curve starts with the first step.');
  #table = new CurveTable();
  #chart = new ChartView('Curve', this.#table.element);
  /** @type {Curve | undefined} */
  #curve;
  /** @type {number | undefined} */
  #viewed;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} root */
  constructor(root) {
    root.append(
      el('div', { class: 'head' }, el('h2', {}, 'Curve')),
      el('div', { class: 'plot-frame' }, this.#empty, this.#chart.element),
      el('p', { class: 'note' }, NOTE),
    );
  }

  /** @param {Curve} curve @param {number} [viewed] the step that is looked at, when that is not now */
  update(curve, viewed) {
    this.#curve = curve;
    this.#viewed = viewed;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, INTERVAL);
  }

  destroy() {
    clearTimeout(this.#timer);
  }

  #draw() {
    const curve = /** @type {Curve} */ (this.#curve);
    const { training, validation } = curve;
    const isEmpty = training.x.length === 0;
    this.#empty.hidden = !isEmpty;
    this.#chart.element.hidden = isEmpty;
    this.#table.update(curve);
    const levels = levelsOf(curve);
    this.#chart.update(
      {
        xName: 'step',
        yName: 'bits per character',
        lines: [
          { name: 'training', latest: last(training), ...training, style: 'training' },
          { name: 'validation', latest: last(validation), ...validation, style: 'validation' },
        ],
        levels,
        cursor: this.#viewed,
        range: rangeOf(curve, levels),
      },
      this.#describe(training, validation),
    );
  }

  /** @param {Points} training @param {Points} validation */
  #describe(training, validation) {
    const step = formatWhole(training.x.at(-1) ?? 0);
    const looked =
      this.#viewed === undefined ? '' : ` Step ${formatWhole(this.#viewed)} is looked at.`;
    return `Bits per character at step ${step}: training ${last(training)}, validation ${last(validation)}.${looked} The table below has the figures.`;
  }
}

/** @param {Points} points */
const last = ({ y }) => formatBits(y.at(-1));
