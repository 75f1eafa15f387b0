import { el } from '../../lib/dom.js';
import { formatBits, formatCount, formatWhole } from '../../lib/format.js';
import { ChartView } from '../charts/chart-view.js';
import { term } from '../term.js';
import { baselineLevels } from '../../settings/baseline-names.js';
import { CurveTable } from './curve-table.js';

/**
 * @typedef {import('../../shared/protocol.js').Baseline} Baseline
 * @typedef {{x: number[], y: number[]}} Points
 *
 * @typedef {object} Curve
 * @property {Points} training
 * @property {Points} validation
 * @property {Points} gradient its norm before clipping
 * @property {{step: number, bitsPerChar: number}} [best] the lowest validation loss
 * @property {Baseline[]} baselines
 * @property {number} [floor]
 */

/** Milliseconds between two drawings. */
const INTERVAL = 400;
/** The axis of a training that has just begun, in steps. */
const FIRST_STEPS = 50;

/** The explanation of the curve. */
function note() {
  return el(
    'p',
    { class: 'note' },
    'The network never trains on the unseen text: when that curve rises while the curve of the learnt text falls, the network is learning ',
    term('by heart', 'by heart'),
    '. A ring marks the best step, whose weights are kept. Dashed, for comparison: ',
    term('pure guessing', 'pure guessing'),
    ', ',
    term('letter counts', 'letter counts'),
    ' and the best of ',
    term('2-letter counts', '2-letter counts'),
    ' and longer ones.',
  );
}

/**
 * The range of the axis, from zero to a little above the highest value. A diverging loss is cut
 * off, so that the rest stays readable.
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

/**
 * The columns of the file beside those of the drawing.
 *
 * @param {Curve} curve
 */
function columnsOf({ training, validation, gradient }) {
  /** @param {Points} points */
  const perplexities = ({ x, y }) => ({ x, y: y.map((bits) => 2 ** bits) });
  return [
    { name: 'perplexity of learnt text', ...perplexities(training) },
    { name: 'perplexity of unseen text', ...perplexities(validation) },
    { name: 'gradient norm before clipping', ...gradient },
  ];
}

/** The learning curve, drawn and as a table. */
export class CurveView {
  #chart = new ChartView('Curve');
  #table = new CurveTable(this.#chart);
  /** @type {Curve | undefined} */
  #curve;
  /** @type {number | undefined} */
  #selectedStep;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#table.element.append(note());
    this.#chart.element.append(this.#table.element);
    const head = el('div', { class: 'head' }, el('h2', {}, 'How well it guesses'));
    root.append(head, this.#chart.element);
  }

  /**
   * @param {Curve} curve
   * @param {number} [selectedStep] in the history; by default the current one
   */
  update(curve, selectedStep) {
    this.#curve = curve;
    this.#selectedStep = selectedStep;
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
    const { training, validation, best } = curve;
    const mark = best && { x: best.step, y: best.bitsPerChar };
    const latest = last(validation) + (best ? `, best ${formatBits(best.bitsPerChar)}` : '');
    this.#table.update(curve);
    const levels = baselineLevels(curve.baselines, curve.floor);
    this.#chart.update(
      {
        xName: 'steps',
        yName: 'bits a letter',
        lines: [
          { name: 'learnt text', latest: last(training), ...training, style: 'training' },
          { name: 'unseen text', latest, ...validation, mark, style: 'validation' },
        ],
        levels,
        more: () => columnsOf(curve),
        cursor: this.#selectedStep,
        range: rangeOf(curve, levels),
        ends: [0, Math.max(FIRST_STEPS, training.x.at(-1) ?? 0)],
        hasEndNames: true,
      },
      this.#describe(curve),
    );
  }

  /**
   * The chart in a sentence.
   *
   * @param {Curve} curve
   */
  #describe({ training, validation, best }) {
    if (training.x.length === 0) return 'The curve starts with the first step.';
    const steps = formatCount(training.x.at(-1) ?? 0, 'step');
    const lowest = best
      ? ` (best ${formatBits(best.bitsPerChar)} at step ${formatWhole(best.step)})`
      : '';
    const bits = `${last(training)} for learnt text, ${last(validation)} for unseen text${lowest}`;
    const selected =
      this.#selectedStep === undefined
        ? ''
        : ` Step ${formatWhole(this.#selectedStep)} is selected.`;
    return `Bits a letter after ${steps}: ${bits}.${selected} The table below has the figures.`;
  }
}

/** @param {Points} points */
const last = ({ y }) => formatBits(y.at(-1));
