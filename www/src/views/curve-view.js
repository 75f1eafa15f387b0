import { el, setText } from '../lib/dom.js';
import { formatBits, formatWhole } from '../lib/format.js';
import { CurveTable } from './curve-table.js';

/**
 * @typedef {import('../shared/protocol.js').Baseline} Baseline
 * @typedef {import('./plot.js').Points} Points
 * @typedef {import('./plot.js').Line} Line
 * @typedef {typeof import('./plot.js')} Library
 * @typedef {{training: Points, validation: Points, baselines: Baseline[]}} Curve
 */

/** Milliseconds between two drawings: more often is not seen, and costs training time. */
const INTERVAL = 200;

const NOTE =
  'Validation is text that the network never trains on. When it rises while training falls, the network is learning its text by heart: try dropout, a smaller network or more text.';

/**
 * The lines that say when the network has learnt more than counting.
 *
 * @param {Baseline[]} baselines
 * @returns {Line[]}
 */
function linesOf(baselines) {
  const uniform = baselines.find(({ order }) => order === -1);
  const single = baselines.find(({ order }) => order === 0);
  const [best] = baselines
    .filter(({ order }) => order >= 1)
    .sort((a, b) => a.bitsPerChar - b.bitsPerChar);
  return [
    ...(uniform ? [{ ...uniform, label: 'uniform guess' }] : []),
    ...(single ? [{ ...single, label: 'single characters' }] : []),
    ...(best ? [{ ...best, label: `best n-gram (order ${best.order})` }] : []),
  ];
}

/** The learning curve, drawn and as a table. */
export class CurveView {
  #plotRoot = el('div', { class: 'plot', role: 'img', 'aria-label': 'Curve' });
  #empty = el('p', { class: 'empty' }, 'The curve starts with the first step.');
  #keys = {
    training: el('span', { class: 'key training' }, 'training'),
    validation: el('span', { class: 'key validation' }, 'validation'),
    line: el('span', { class: 'key line' }, 'without a network'),
  };
  #legend;
  #table = new CurveTable();
  /** @type {Curve | undefined} */
  #curve;
  /** @type {number | undefined} */
  #viewed;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Promise<Library> | undefined} */
  #library;
  /** @type {ReturnType<typeof import('./plot.js').makePlot> | undefined} */
  #plot;

  /** @param {HTMLElement} root */
  constructor(root) {
    const { training, validation, line } = this.#keys;
    this.#legend = el('p', { class: 'legend' }, training, validation, line);
    root.append(
      el(
        'div',
        { class: 'head' },
        el('h2', {}, 'Curve'),
        el('span', { class: 'unit' }, 'bits per character, by step'),
      ),
      el('div', { class: 'plot-frame' }, this.#empty, this.#plotRoot),
      this.#legend,
      el('p', { class: 'note' }, NOTE),
      this.#table.element,
    );
  }

  /** @param {Curve} curve @param {number} [viewed] the step that is looked at, when that is not now */
  update(curve, viewed) {
    this.#curve = curve;
    this.#viewed = viewed;
    this.#library ??= import('./plot.js'); // when a curve is shown, not at its first point
    const library = this.#library;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw(library);
    }, INTERVAL);
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#curve = undefined;
    this.#plot?.destroy();
  }

  /** @param {Promise<Library>} library */
  async #draw(library) {
    const { training, validation, baselines } = /** @type {Curve} */ (this.#curve);
    const isEmpty = training.x.length === 0;
    this.#empty.hidden = !isEmpty;
    this.#plotRoot.classList.toggle('blank', isEmpty);
    this.#table.update({ training, validation, baselines });
    this.#describe(training, validation);
    if (isEmpty) return;
    const { makePlot } = await library;
    if (!this.#curve) return;
    this.#plot ??= makePlot(this.#plotRoot, () => this.#colours());
    this.#plot.draw(training, validation, linesOf(baselines), this.#viewed);
  }

  /** @param {Points} training @param {Points} validation */
  #describe(training, validation) {
    const last = { training: training.y.at(-1), validation: validation.y.at(-1) };
    /** @param {'training' | 'validation'} part */
    const named = (part) => (last[part] === undefined ? part : `${part} ${formatBits(last[part])}`);
    setText(this.#keys.training, named('training'));
    setText(this.#keys.validation, named('validation'));
    const step = formatWhole(training.x.at(-1) ?? 0);
    const looked =
      this.#viewed === undefined ? '' : ` Step ${formatWhole(this.#viewed)} is looked at.`;
    const label = `Bits per character at step ${step}: ${named('training')}, ${named('validation')}.${looked} The table below has the figures.`;
    this.#plotRoot.setAttribute('aria-label', label);
  }

  /** A canvas knows nothing of style sheets: the colours are read off elements that have them. */
  #colours() {
    /** @param {Element} element */
    const colour = (element) => getComputedStyle(element).borderTopColor;
    const { training, validation, line } = this.#keys;
    const { color: ink } = getComputedStyle(this.#legend);
    return {
      training: colour(training),
      validation: colour(validation),
      line: colour(line),
      ink,
      grid: getComputedStyle(this.#plotRoot).borderTopColor,
      paper: getComputedStyle(this.#plotRoot).backgroundColor,
    };
  }
}
