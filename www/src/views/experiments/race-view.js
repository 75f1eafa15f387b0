import { toCsv } from '../../lib/chart-file.js';
import { download } from '../../lib/download.js';
import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';
import { hasForgetBias } from '../../cells/cells.js';
import { standings } from '../../experiments/race-results.js';
import { ChartView } from '../charts/chart-view.js';
import { CountInput } from './count-input.js';
import { EntriesView } from './entries-view.js';
import { raceRows, raceTable } from './race-table.js';
import { ProgressBar } from './progress-bar.js';
import { written } from '../written-text.js';

/**
 * @typedef {import('../../settings/setting.js').Setting} Setting
 * @typedef {import('../../experiments/race-results.js').Standing} Standing
 */

const [MOST_STEPS, MOST_SEEDS] = [100_000, 5];
/** By how much the number of weights may differ before it is told, where all are to have the same. */
const DIFFERENCE = 0.02;

/** @param {Record<string, any>} config */
function nameOf({ cell, hiddenSize, numLayers, forgetBias, optimizer }) {
  const size = `${cell} ${hiddenSize}${numLayers > 1 ? ` × ${numLayers}` : ''}`;
  const bias = `forget bias ${String(forgetBias).replace('-', '−')}`;
  return [size, ...(hasForgetBias(cell) ? [bias] : []), optimizer].join(', ');
}

/** @param {Standing['sample']} sample */
const textOf = (sample) => (sample ? written(sample) : ['…']);

/** Several models on the same text, side by side. */
export class RaceView {
  #on;
  #entrants;
  #steps = new CountInput('Steps', 500, MOST_STEPS);
  #seeds = new CountInput('Seeds', 1, MOST_SEEDS);
  #isEqual = el('input', { type: 'checkbox' });
  #run;
  #problem = el('p', { class: 'problem' });
  #unequal = el('p', { class: 'note' });
  #results = el('div', { hidden: true });
  #chart = new ChartView('Race');
  #table = el('div', { class: 'scroll', tabIndex: 0, role: 'group', 'aria-label': 'Results' });
  #samples = el('div', { class: 'compare' });
  /** @type {Standing[]} */
  #standings = [];
  /** @type {readonly unknown[]} what is shown */
  #shown = [];

  /**
   * @param {HTMLElement} root
   * @param {Setting[]} settings of a model
   * @param {object} on
   * @param {(race: {entrants: Record<string, unknown>[], steps: number, seeds: number, isEqual: boolean}) => void} on.start
   *   what each entrant has of its own
   * @param {() => void} on.stop
   */
  constructor(root, settings, on) {
    this.#on = on;
    this.#entrants = new EntriesView(settings, [{ cell: 'lstm' }, { cell: 'rnn' }]);
    this.#run = new ProgressBar('Race', {
      ...{ label: 'Start', kind: 'primary' },
      start: () => this.#begin(),
      stop: on.stop,
    });
    const save = () => download('race.csv', 'text/csv', toCsv(raceRows(this.#standings)));
    this.#results.append(
      this.#chart.element,
      this.#table,
      el('button', { type: 'button', class: 'quiet', onclick: save }, 'Results as CSV'),
      this.#samples,
    );
    root.append(
      el(
        'p',
        { class: 'note' },
        'Models on the text above, with its settings but for what is chosen here: the same batches, one worker each, the same bits at every start.',
      ),
      this.#entrants.element,
      el(
        'div',
        { class: 'bar' },
        this.#entrants.add,
        this.#steps.element,
        this.#seeds.element,
        el('label', {}, this.#isEqual, ' as many weights as the first'),
      ),
      this.#run.element,
      this.#problem,
      this.#unequal,
      this.#results,
    );
  }

  /**
   * @param {object} values
   * @param {readonly import('../../experiments/race-results.js').Run[]} values.runs
   * @param {number} values.steps of the race
   * @param {boolean} values.isEqual whether all were to have as many weights as the first
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   * @param {string} values.problem why it could not start
   */
  update({ runs, steps, isEqual, problem, ...progress }) {
    this.#run.update(progress);
    const news = runs.reduce((sum, run) => sum + run.turns.length + (run.problem ? 1 : 0), 0);
    const shown = [runs, news, progress.isRunning, problem];
    if (shown.every((value, at) => value === this.#shown[at])) return;
    this.#shown = shown;
    setText(this.#problem, problem);
    this.#standings = standings(runs, nameOf);
    setText(this.#unequal, isEqual ? this.#tellUnequal() : '');
    this.#results.hidden = news === 0;
    if (news > 0) this.#show(steps);
  }

  /** Not every number of weights can be had. */
  #tellUnequal() {
    const wanted = this.#standings[0]?.weights ?? 0;
    return this.#standings
      .filter(({ weights }) => Math.abs(weights / wanted - 1) > DIFFERENCE)
      .map(
        ({ name, weights }) =>
          `${name} has ${formatWhole(weights)} weights: no size that is allowed comes nearer to ${formatWhole(wanted)}.`,
      )
      .join(' ');
  }

  /** @param {number} steps */
  #show(steps) {
    const of = this.#standings.some(({ isValidation }) => isValidation) ? 'validation' : 'training';
    this.#chart.update({
      xName: 'step',
      yName: `${of}, bits per character`,
      lines: this.#standings.map(({ name, x, y, band }) => ({ name, x, y, band })),
      ends: [0, steps],
    });
    this.#chart.element.hidden = this.#standings.every(({ x }) => x.length === 0);
    this.#table.replaceChildren(raceTable(this.#standings));
    this.#samples.replaceChildren(
      ...this.#standings.map(({ name, sample, problem }) =>
        el(
          'figure',
          {},
          el('figcaption', {}, name),
          ...(problem ? [el('p', { class: 'problem' }, problem)] : []),
          ...(problem && !sample ? [] : [el('pre', { class: 'sample' }, ...textOf(sample))]),
        ),
      ),
    );
  }

  #begin() {
    try {
      const entrants = this.#entrants.read();
      const [steps, seeds] = [this.#steps.read(), this.#seeds.read()];
      setText(this.#problem, '');
      this.#on.start({ entrants, steps, seeds, isEqual: this.#isEqual.checked });
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}
