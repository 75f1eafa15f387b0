import { toCsv } from '../lib/chart-file.js';
import { download } from '../lib/download.js';
import { el, setText } from '../lib/dom.js';
import { formatWhole } from '../lib/format.js';
import { hasForgetBias } from '../shared/cells.js';
import { settingHelp } from '../shared/help.js';
import { parseSetting, settingProblem } from '../shared/setting.js';
import { standings } from '../shared/standing.js';
import { ChartView } from './chart-view.js';
import { raceRows, raceTable } from './race-table.js';
import { timeText } from './time-text.js';
import { written } from './written.js';

/**
 * @typedef {import('../shared/setting.js').Setting} Setting
 * @typedef {import('../shared/standing.js').Standing} Standing
 */

/** What may differ between entrants. */
const DIFFERING = ['cell', 'hiddenSize', 'numLayers', 'forgetBias', 'optimizer'];
const [FEWEST, MOST] = [2, 6];
const [MOST_STEPS, MOST_SEEDS] = [100_000, 5];

/** @param {Record<string, any>} config */
function nameOf({ cell, hiddenSize, numLayers, forgetBias, optimizer }) {
  const size = `${cell} ${hiddenSize}${numLayers > 1 ? ` × ${numLayers}` : ''}`;
  const bias = `forget bias ${String(forgetBias).replace('-', '−')}`;
  return [size, ...(hasForgetBias(cell) ? [bias] : []), optimizer].join(', ');
}

/** Several models on the same text, side by side. */
export class RaceView {
  #settings;
  #on;
  #entrants = el('div', { class: 'entrants' });
  #steps = el('input', { type: 'number', value: '500', min: '1', max: String(MOST_STEPS) });
  #seeds = el('input', { type: 'number', value: '1', min: '1', max: String(MOST_SEEDS) });
  #isEqual = el('input', { type: 'checkbox' });
  #add;
  #start;
  #stop;
  #problem = el('p', { class: 'problem' });
  #progress = el('progress', { max: 1, value: 0, 'aria-label': 'Progress of the race' });
  #left = el('span', { class: 'note' });
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
    this.#settings = settings.filter(({ name }) => DIFFERING.includes(name));
    this.#on = on;
    this.#add = el(
      'button',
      { type: 'button', onclick: () => this.#addEntrant({}) },
      'Add a model',
    );
    this.#start = el(
      'button',
      { type: 'button', class: 'primary', onclick: () => this.#begin() },
      'Start',
    );
    this.#stop = el('button', { type: 'button', onclick: on.stop, disabled: true }, 'Stop');
    const save = () => download('race.csv', 'text/csv', toCsv(raceRows(this.#standings)));
    this.#addEntrant({ cell: 'lstm' });
    this.#addEntrant({ cell: 'rnn' });
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
      this.#entrants,
      el(
        'div',
        { class: 'bar' },
        this.#add,
        el('label', {}, 'Steps ', this.#steps),
        el('label', {}, 'Seeds ', this.#seeds),
        el('label', {}, this.#isEqual, ' as many weights as the first'),
      ),
      el('div', { class: 'bar' }, this.#start, this.#stop, this.#progress, this.#left),
      this.#problem,
      this.#results,
    );
  }

  /**
   * @param {object} values
   * @param {readonly import('../shared/standing.js').Run[]} values.runs
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   * @param {string} values.problem why it could not start
   */
  update({ runs, isRunning, progress, timeLeft, problem }) {
    const turns = runs.reduce((sum, run) => sum + run.turns.length, 0);
    const shown = [runs, turns, isRunning, problem];
    if (shown.every((value, at) => value === this.#shown[at])) return;
    this.#shown = shown;
    this.#start.disabled = isRunning;
    this.#stop.disabled = !isRunning;
    this.#progress.value = progress;
    setText(this.#left, isRunning ? timeText(timeLeft) : '');
    setText(this.#problem, problem);
    this.#standings = standings(runs, nameOf);
    this.#results.hidden = turns === 0;
    if (turns > 0) this.#show();
  }

  #show() {
    this.#chart.update({
      xName: 'step',
      yName: 'bits per character',
      lines: this.#standings.map(({ name, x, y, band }) => ({ name, x, y, band })),
    });
    this.#table.replaceChildren(raceTable(this.#standings));
    this.#samples.replaceChildren(
      ...this.#standings.map(({ name, sample, problem }) =>
        el(
          'figure',
          {},
          el('figcaption', {}, name),
          el('pre', { class: 'sample' }, ...(sample ? written(sample) : [problem ?? '…'])),
        ),
      ),
    );
  }

  /** @param {Record<string, unknown>} chosen */
  #addEntrant(chosen) {
    const last = this.#entrants.lastElementChild;
    const row = el('div', { class: 'bar entrant', role: 'group' });
    for (const setting of this.#settings) {
      const { name, kind, choices = [], min, max } = setting;
      const like = /** @type {HTMLInputElement | null} */ (
        last?.querySelector(`[name=${name}]`) ?? null
      );
      const value = String(chosen[name] ?? like?.value ?? setting.default);
      const { label } = settingHelp[name];
      const control =
        kind === 'choice'
          ? el('select', { name }, ...choices.map((choice) => el('option', {}, choice)))
          : el('input', { name, type: 'number', min: String(min), max: String(max), step: 'any' });
      control.value = value;
      row.append(el('label', {}, `${label} `, control));
    }
    row.prepend(el('b', { class: 'number' }));
    row.addEventListener('change', () => this.#ask(row));
    const remove = el(
      'button',
      { type: 'button', class: 'quiet', onclick: () => this.#remove(row) },
      'Remove',
    );
    row.append(remove);
    this.#entrants.append(row);
    this.#ask(row);
    this.#number();
  }

  /** Asks only for what the chosen cell has. @param {HTMLElement} row */
  #ask(row) {
    const control = (/** @type {string} */ name) =>
      /** @type {HTMLInputElement} */ (row.querySelector(`[name=${name}]`));
    control('forgetBias').disabled = !hasForgetBias(control('cell').value);
  }

  /** @param {HTMLElement} row */
  #remove(row) {
    row.remove();
    this.#number();
    this.#add.focus(); // the button went away
  }

  #number() {
    const rows = [...this.#entrants.children];
    rows.forEach((row, at) => {
      const name = `Model ${at + 1}`;
      row.setAttribute('aria-label', name);
      setText(/** @type {HTMLElement} */ (row.firstElementChild), name);
      for (const control of row.querySelectorAll('[name]')) {
        const { label } = settingHelp[String(control.getAttribute('name'))];
        control.setAttribute('aria-label', `${name}: ${label.toLowerCase()}`);
      }
    });
    this.#add.disabled = rows.length >= MOST;
    for (const row of rows) {
      /** @type {HTMLButtonElement} */ (row.lastElementChild).disabled = rows.length <= FEWEST;
    }
  }

  #begin() {
    try {
      const entrants = [...this.#entrants.children].map((row) => this.#read(row));
      const steps = whole('steps', this.#steps, MOST_STEPS);
      const seeds = whole('seeds', this.#seeds, MOST_SEEDS);
      setText(this.#problem, '');
      this.#on.start({ entrants, steps, seeds, isEqual: this.#isEqual.checked });
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }

  /** @param {Element} row @returns {Record<string, unknown>} */
  #read(row) {
    return Object.fromEntries(
      this.#settings.map((setting) => {
        const control = /** @type {HTMLInputElement} */ (
          row.querySelector(`[name=${setting.name}]`)
        );
        const value = parseSetting(setting, control.value);
        const problem = settingProblem(setting, value);
        if (problem) throw new Error(`${row.getAttribute('aria-label')}: ${problem}`);
        return [setting.name, value];
      }),
    );
  }
}

/** @param {string} name @param {HTMLInputElement} input @param {number} most */
function whole(name, input, most) {
  const value = input.valueAsNumber;
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  const given = input.value || 'nothing';
  throw new Error(`${name} must be a whole number from 1 to ${formatWhole(most)}, got ${given}`);
}
