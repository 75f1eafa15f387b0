import { el, setText } from '../../lib/dom.js';
import { TASKS } from '../../texts/lag-tasks.js';
import { ChartWithNumbers } from '../charts/chart-with-numbers.js';
import { CountInput } from './count-input.js';
import { byLag, lagsOf, lagVerdict } from './lag-results.js';
import { ProgressBar } from './progress-bar.js';

/**
 * @typedef {import('../../experiments/lag-experiment.js').LagRun} LagRun
 * @typedef {import('../../shared/protocol.js').Recall} Recall
 * @typedef {{task: string, lags: number[], steps: number, seeds: number}} LagChoice
 */

/** The lags as shares of the greatest one, evenly spaced on a logarithmic scale. */
const SHARES = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];

const MAX_STEPS = 20_000;
const MAX_SEEDS = 5;

const NOTE =
  'Recalled: the share of the letters needing memory that a network guesses right, in a text that ' +
  'it has not learnt. Each line has its own lag; those of more than half the greatest lag count.';
const BITS_NOTE =
  'Bits a letter of the same networks: over all letters, most of which need no memory, they differ less.';

/** The lag experiment: recall by lag, and bits a letter by lag. */
export class LagExperimentView {
  #task = el(
    'select',
    {},
    ...[...TASKS].map(([value, memory]) => el('option', { value }, `${value}: ${memory}`)),
  );
  #lag = el('input', {
    type: 'range',
    min: '8',
    max: '200',
    value: '40',
    step: '8',
    'aria-label': 'Greatest lag',
  });
  #lagText = el('span', {});
  #steps = new CountInput('Steps', 1000, MAX_STEPS);
  #seeds = new CountInput('Seeds', 1, MAX_SEEDS);
  #bar;
  #use;
  #problem = el('p', { class: 'problem' });
  #verdict = el('p', { class: 'result', 'aria-live': 'polite' });
  #names;
  #recall = new ChartWithNumbers('Recall by lag');
  #bits = new ChartWithNumbers('Bits by lag');
  #charts = el(
    'div',
    { class: 'compare' },
    el('div', {}, el('p', { class: 'note' }, NOTE), this.#recall.element),
    el('div', {}, el('p', { class: 'note' }, BITS_NOTE), this.#bits.element),
  );
  /**
   * The values on screen.
   *
   * @type {readonly unknown[]}
   */
  #shown = [];

  /**
   * @param {HTMLElement} root
   * @param {string[]} names of the networks
   * @param {object} on
   * @param {(choice: LagChoice) => void} on.start
   * @param {() => void} on.stop
   * @param {(task: string, lag: number) => void} on.useText learns a text of the task in the
   *   playground
   */
  constructor(root, names, on) {
    this.#names = names;
    this.#bar = new ProgressBar('Lag experiment', {
      label: 'Start',
      kind: 'primary',
      start: () => this.#begin(on.start),
      stop: on.stop,
    });
    this.#use = el('button', {
      type: 'button',
      class: 'quiet',
      'data-control': 'examples',
      title: 'Takes the place of the text above, with settings that suit it',
      onclick: () => on.useText(this.#task.value, this.#lag.valueAsNumber),
    });
    this.#lag.addEventListener('input', () => this.#showLags());
    this.#showLags();
    root.append(
      el(
        'div',
        { class: 'bar' },
        el('label', {}, 'Task ', this.#task),
        el('label', {}, 'Up to ', this.#lag, this.#lagText),
        this.#steps.element,
        this.#seeds.element,
        this.#use,
      ),
      this.#bar.element,
      this.#problem,
      this.#verdict,
      this.#charts,
    );
  }

  /**
   * Shows or hides the button that puts a text into the text panel.
   *
   * @param {boolean} canUseText
   */
  set canUseText(canUseText) {
    this.#use.hidden = !canUseText;
  }

  /**
   * @param {object} values
   * @param {readonly LagRun[]} values.runs
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   */
  update({ runs, ...progress }) {
    this.#bar.update(progress);
    const complete = runs.filter(({ recall }) => recall);
    const problems = runs.flatMap(({ problem }) => problem ?? []);
    const shown = [runs, complete.length, problems.length, progress.isRunning];
    if (shown.every((value, i) => value === this.#shown[i])) return;
    this.#shown = shown;
    setText(this.#problem, problems.join(' '));
    setText(this.#verdict, progress.isRunning ? '' : lagVerdict(complete, this.#names));
    this.#draw(complete);
  }

  /** @param {LagRun[]} complete */
  #draw(complete) {
    /** @param {keyof Recall} figure */
    const lines = (figure) =>
      this.#names.map((name) => {
        const own = complete.filter(({ entry }) => entry.name === name);
        return { name, ...byLag(own, figure) };
      });
    const lags = complete.length > 0 ? lagsOf(complete) : this.#lags;
    const across = {
      xName: 'lag, letters',
      isLogX: true,
      xTicks: lags,
      ends: /** @type {[number, number]} */ ([lags[0], lags[lags.length - 1]]),
      hasDots: true,
    };
    const guess = { name: 'guessing the most frequent', ...byLag(complete, 'mostFrequent') };
    this.#recall.update({
      ...across,
      yName: 'share recalled',
      range: [0, 1.05],
      lines: [...lines('accuracy'), guess],
    });
    this.#bits.update({
      ...across,
      yName: 'bits a letter',
      range: complete.length > 0 ? undefined : [0, 2],
      lines: [...lines('bitsPerChar'), { name: 'the best possible', ...byLag(complete, 'floor') }],
    });
  }

  get #lags() {
    return [...new Set(SHARES.map((share) => Math.round(share * this.#lag.valueAsNumber)))];
  }

  #showLags() {
    setText(this.#use, `Learn a text of lag ${this.#lag.value} above`);
    setText(this.#lagText, `${this.#lags.join(', ')} letters`);
    if (this.#shown.length === 0) this.#draw([]);
  }

  /** @param {(choice: LagChoice) => void} start */
  #begin(start) {
    try {
      const steps = this.#steps.read();
      const seeds = this.#seeds.read();
      setText(this.#problem, '');
      start({ task: this.#task.value, lags: this.#lags, steps, seeds });
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}
