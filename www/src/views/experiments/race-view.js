import { toCsv } from '../../lib/chart-file.js';
import { download } from '../../lib/download.js';
import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';
import { baselineLevels } from '../../settings/baseline-names.js';
import { raceResults } from '../../experiments/race-results.js';
import { ChartWithNumbers } from '../charts/chart-with-numbers.js';
import { CountInput } from './count-input.js';
import { EntriesView } from './entries-view.js';
import { fullNames, shortNames } from './race-names.js';
import { raceRows, raceTable } from './race-table.js';
import { raceSample } from './race-sample.js';
import { raceVerdict } from './race-verdict.js';
import { ProgressBar } from './progress-bar.js';

/**
 * @typedef {import('../../shared/protocol.js').Config} Config
 * @typedef {import('../../settings/setting.js').LabelledSetting} Setting
 * @typedef {import('../../experiments/race-results.js').EntryResult} EntryResult
 *
 * @typedef {object} RaceChoice
 * @property {boolean} isOwnText true for the reader's text, false for one that needs memory
 * @property {Partial<Config>[]} entries the settings in which each differs
 * @property {number} steps
 * @property {number} seeds
 * @property {boolean} isEqual
 */

const STEPS = 500;
const MAX_STEPS = 100_000;
const MAX_SEEDS = 5;
/** The greatest relative difference between numbers of weights that count as equal. */
const TOLERANCE = 0.02;

const OWN = 'own';
const NOTES = {
  memory:
    'This text has settings of its own. The networks read the same letters in the same order, ' +
    'with one worker each, and every race gives the same result.',
  own:
    'What is not chosen here is as under Settings. The networks read the same letters in the ' +
    'same order, with one worker each, and every race gives the same result.',
};

/** The race: its entries, and their curves, figures and samples. */
export class RaceView {
  #on;
  #entries;
  #text = el(
    'select',
    {},
    el('option', { value: 'memory' }, 'aaabbb: as many b as a'),
    el('option', { value: OWN }, 'your text'),
  );
  #steps = new CountInput('Steps', STEPS, MAX_STEPS);
  #seeds = new CountInput('Seeds', 1, MAX_SEEDS);
  #isEqual = el('input', { type: 'checkbox', checked: true });
  #more;
  #others;
  #note = el('p', { class: 'note' });
  #bar;
  #problem = el('p', { class: 'problem' });
  #unequal = el('p', { class: 'note' });
  #verdict = el('p', { class: 'result', 'aria-live': 'polite' });
  #chart = new ChartWithNumbers('Race');
  #table = el('div', { class: 'scroll', tabIndex: 0, role: 'group', 'aria-label': 'Results' });
  #save;
  #samples = el('div', { class: 'compare' });
  /** @type {EntryResult[]} */
  #results = [];
  /** @type {string[]} */
  #names = [];
  /** @type {readonly import('../../shared/protocol.js').Baseline[]} */
  #baselines = [];
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
    this.#entries = new EntriesView(settings, [{ cell: 'lstm', hiddenSize: 32 }, { cell: 'rnn' }]);
    this.#bar = new ProgressBar('Race', {
      label: 'Start',
      kind: 'primary',
      start: () => this.#begin(),
      stop: on.stop,
    });
    const save = () => download('race.csv', 'text/csv', toCsv(raceRows(this.#results)));
    this.#save = el('button', { type: 'button', class: 'quiet', onclick: save }, 'Results as CSV');
    this.#others = el('div', { class: 'bar' }, this.#entries.add, this.#seeds.element);
    this.#chart.files.append(this.#save);
    const onclick = () => this.#showAll(Boolean(this.#others.hidden));
    this.#more = el('button', { type: 'button', class: 'quiet', onclick }, 'More choices');
    this.#isEqual.addEventListener('change', () => this.#follow());
    this.#text.addEventListener('change', () => this.#follow());
    root.append(
      el(
        'div',
        { class: 'bar' },
        el('label', {}, 'Text ', this.#text),
        this.#steps.element,
        el('label', {}, this.#isEqual, ' as many weights as the first'),
        this.#more,
      ),
      this.#entries.element,
      this.#others,
      this.#note,
      this.#bar.element,
      this.#problem,
      this.#verdict,
      this.#unequal,
      el(
        'div',
        { class: 'race-output' },
        el('div', {}, this.#chart.element, this.#table),
        this.#samples,
      ),
    );
    this.#follow();
    this.#showAll(false);
    this.#draw(STEPS);
  }

  /**
   * @param {object} values
   * @param {readonly import('../../experiments/race-results.js').RaceRun[]} values.runs
   * @param {readonly import('../../shared/protocol.js').Baseline[]} values.baselines
   * @param {number} [values.steps] of the race
   * @param {number} [values.seeds]
   * @param {boolean} [values.isEqual] true when all entries are meant to have as many weights as
   *   the first
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   * @param {string} values.problem the reason why it could not start
   */
  update({ runs, baselines, steps = STEPS, seeds = 1, isEqual = false, problem, ...progress }) {
    this.#bar.update(progress);
    const { isRunning } = progress;
    const events = runs.reduce((sum, run) => sum + run.reports.length + (run.problem ? 1 : 0), 0);
    const shown = [runs, events, baselines, isRunning, problem];
    if (shown.every((value, i) => value === this.#shown[i])) return;
    this.#shown = shown;
    this.#baselines = baselines;
    setText(this.#problem, problem);
    const count = runs.reduce((most, { entry }) => Math.max(most, entry + 1), 0);
    const configs = runs.slice(0, count).map(({ config }) => config);
    const names = fullNames(configs);
    this.#names = shortNames(configs);
    this.#results = raceResults(runs, (config) => names[configs.indexOf(config)]);
    setText(this.#unequal, isEqual ? this.#unequalText() : '');
    setText(this.#verdict, isRunning ? '' : raceVerdict(this.#results, this.#names, seeds));
    this.#draw(steps);
  }

  /**
   * Shows the entries of a race on the reader's text in the fields.
   *
   * @param {Omit<RaceChoice, 'isOwnText'> & {config: Config}} race `config` has what they share
   */
  propose({ entries, steps, seeds, isEqual, config }) {
    this.#text.value = OWN;
    this.#steps.propose(steps);
    this.#seeds.propose(seeds);
    this.#isEqual.checked = isEqual;
    this.#entries.propose(entries.map((entry) => ({ ...config, ...entry })));
    this.#showAll(seeds > 1 || this.#entries.differInMore(entries));
    this.#follow();
  }

  /** Names the entries whose hidden size cannot give the wanted number of weights. */
  #unequalText() {
    const wanted = this.#results[0]?.weights ?? 0;
    const nearest = `no allowed hidden size comes nearer to ${formatWhole(wanted)}`;
    return this.#results
      .filter(({ weights }) => Math.abs(weights / wanted - 1) > TOLERANCE)
      .map(({ name, weights }) => `${name}: ${formatWhole(weights)} weights; ${nearest}.`)
      .join(' ');
  }

  /** @param {number} steps */
  #draw(steps) {
    const results = this.#results;
    const isUnseen = results.some(({ isValidation }) => isValidation);
    const lines = results.map(({ x, y, band }, i) => ({ name: this.#names[i], x, y, band }));
    const hasLines = lines.some(({ x }) => x.length > 0);
    this.#chart.update(
      {
        xName: 'step',
        yName: `bits a letter${isUnseen ? ' of unseen text' : ''}`,
        lines: lines.length > 0 ? lines : [{ name: '', x: [], y: [] }],
        levels: baselineLevels(this.#baselines),
        ends: [0, steps],
        range: hasLines ? undefined : [0, 2],
        hasEndNames: true,
      },
      hasLines ? undefined : 'Race: no results yet',
    );
    this.#table.hidden = results.length === 0;
    this.#save.hidden = !hasLines;
    this.#table.replaceChildren(raceTable(results));
    this.#samples.replaceChildren(...results.map(raceSample));
  }

  /** Shows what follows from the choices. */
  #follow() {
    this.#entries.isEqual = this.#isEqual.checked;
    setText(this.#note, this.#text.value === OWN ? NOTES.own : NOTES.memory);
  }

  /** @param {boolean} isOpen true to show the choices that are rarely made */
  #showAll(isOpen) {
    this.#entries.hasAll = isOpen;
    this.#others.hidden = !isOpen;
    this.#note.hidden = !isOpen;
    this.#more.setAttribute('aria-expanded', String(isOpen));
  }

  #begin() {
    try {
      const choice = {
        isOwnText: this.#text.value === OWN,
        entries: this.#entries.read(),
        steps: this.#steps.read(),
        seeds: this.#others.hidden ? 1 : this.#seeds.read(),
        isEqual: this.#isEqual.checked,
      };
      setText(this.#problem, '');
      this.#on.start(choice);
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}
