import { toCsv } from '../../lib/chart-file.js';
import { download } from '../../lib/download.js';
import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';
import { hasForgetBias } from '../../cells/cells.js';
import { raceResults } from '../../experiments/race-results.js';
import { ChartView } from '../charts/chart-view.js';
import { CountInput } from './count-input.js';
import { EntriesView } from './entries-view.js';
import { raceRows, raceTable } from './race-table.js';
import { ProgressBar } from './progress-bar.js';
import { sampleText } from '../sample-text.js';

/**
 * @typedef {import('../../shared/protocol.js').Config} Config
 * @typedef {import('../../settings/setting.js').LabelledSetting} Setting
 * @typedef {import('../../experiments/race-results.js').EntryResult} EntryResult
 *
 * @typedef {object} RaceChoice
 * @property {Partial<Config>[]} entries the settings in which each differs
 * @property {number} steps
 * @property {number} seeds
 * @property {boolean} isEqual
 */

const MAX_STEPS = 100_000;
const MAX_SEEDS = 5;
/** The greatest relative difference between numbers of weights that count as equal. */
const TOLERANCE = 0.02;

const NOTE =
  'The networks learn the text above, with the settings above except those chosen here. They get ' +
  'the same batches and one worker each; the result is the same every time.';

/** @param {Config} config */
function nameOf({ cell, hiddenSize, numLayers, forgetBias, optimizer }) {
  const size = `${cell} ${hiddenSize}${numLayers > 1 ? ` × ${numLayers}` : ''}`;
  const bias = `forget bias ${String(forgetBias).replace('-', '−')}`;
  return [size, ...(hasForgetBias(cell) ? [bias] : []), optimizer].join(', ');
}

/** The race: its entries, and their curves, figures and samples. */
export class RaceView {
  #on;
  #entries;
  #steps = new CountInput('Steps', 500, MAX_STEPS);
  #seeds = new CountInput('Seeds', 1, MAX_SEEDS);
  #isEqual = el('input', { type: 'checkbox' });
  #bar;
  #problem = el('p', { class: 'problem' });
  #unequal = el('p', { class: 'note' });
  #output = el('div', { hidden: true });
  #chart = new ChartView('Race');
  #table = el('div', { class: 'scroll', tabIndex: 0, role: 'group', 'aria-label': 'Results' });
  #samples = el('div', { class: 'compare' });
  /** @type {EntryResult[]} */
  #results = [];
  /**
   * The values on screen.
   *
   * @type {readonly unknown[]}
   */
  #shown = [];

  /**
   * @param {HTMLElement} root
   * @param {Setting[]} settings of a model
   * @param {object} on
   * @param {(race: RaceChoice) => void} on.start
   * @param {() => void} on.stop
   */
  constructor(root, settings, on) {
    this.#on = on;
    this.#entries = new EntriesView(settings, [{ cell: 'lstm' }, { cell: 'rnn' }]);
    this.#bar = new ProgressBar('Race', {
      label: 'Start',
      kind: 'primary',
      start: () => this.#begin(),
      stop: on.stop,
    });
    const save = () => download('race.csv', 'text/csv', toCsv(raceRows(this.#results)));
    this.#output.append(
      this.#chart.element,
      this.#table,
      el('button', { type: 'button', class: 'quiet', onclick: save }, 'Results as CSV'),
      this.#samples,
    );
    root.append(
      el('p', { class: 'note' }, NOTE),
      this.#entries.element,
      el(
        'div',
        { class: 'bar' },
        this.#entries.add,
        this.#steps.element,
        this.#seeds.element,
        el('label', {}, this.#isEqual, ' as many weights as the first'),
      ),
      this.#bar.element,
      this.#problem,
      this.#unequal,
      this.#output,
    );
  }

  /**
   * @param {object} values
   * @param {readonly import('../../experiments/race-results.js').RaceRun[]} values.runs
   * @param {number} values.steps of the race
   * @param {boolean} values.isEqual true when all entries are meant to have as many weights as the
   *   first
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   * @param {string} values.problem the reason why it could not start
   */
  update({ runs, steps, isEqual, problem, ...progress }) {
    this.#bar.update(progress);
    const events = runs.reduce((sum, run) => sum + run.reports.length + (run.problem ? 1 : 0), 0);
    const shown = [runs, events, progress.isRunning, problem];
    if (shown.every((value, i) => value === this.#shown[i])) return;
    this.#shown = shown;
    setText(this.#problem, problem);
    this.#results = raceResults(runs, nameOf);
    setText(this.#unequal, isEqual ? this.#unequalText() : '');
    this.#output.hidden = events === 0;
    if (events > 0) this.#draw(steps);
  }

  /** Names the entries whose hidden size cannot give the wanted number of weights. */
  #unequalText() {
    const wanted = this.#results[0]?.weights ?? 0;
    const nearest = `no allowed hidden size comes nearer to ${formatWhole(wanted)}`;
    return this.#results
      .filter(({ weights }) => Math.abs(weights / wanted - 1) > TOLERANCE)
      .map(({ name, weights }) => `${name} has ${formatWhole(weights)} weights: ${nearest}.`)
      .join(' ');
  }

  /** @param {number} steps */
  #draw(steps) {
    const isUnseen = this.#results.some(({ isValidation }) => isValidation);
    this.#chart.update({
      xName: 'step',
      yName: `bits a letter, ${isUnseen ? 'unseen' : 'learnt'} text`,
      lines: this.#results.map(({ name, x, y, band }) => ({ name, x, y, band })),
      ends: [0, steps],
    });
    this.#chart.element.hidden = this.#results.every(({ x }) => x.length === 0);
    this.#table.replaceChildren(raceTable(this.#results));
    this.#samples.replaceChildren(...this.#results.map(sampleFigure));
  }

  #begin() {
    try {
      const entries = this.#entries.read();
      const steps = this.#steps.read();
      const seeds = this.#seeds.read();
      setText(this.#problem, '');
      this.#on.start({ entries, steps, seeds, isEqual: this.#isEqual.checked });
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}

/** @param {EntryResult} result */
function sampleFigure({ name, sample, problem }) {
  const text = sample ? sampleText(sample) : ['…'];
  return el(
    'figure',
    {},
    el('figcaption', {}, name),
    ...(problem ? [el('p', { class: 'problem' }, problem)] : []),
    ...(problem && !sample ? [] : [el('pre', { class: 'sample' }, ...text)]),
  );
}
