import { el, setText } from '../../lib/dom.js';
import { meansOf } from '../../lib/means.js';
import { TASKS } from '../../texts/lag-tasks.js';
import { ChartView } from '../charts/chart-view.js';
import { CountInput } from './count-input.js';
import { ProgressBar } from './progress-bar.js';

/**
 * @typedef {import('../../experiments/lag-experiment.js').Attempt} Attempt
 * @typedef {import('../../shared/protocol.js').Recall} Recall
 */

/** What is tried at each greatest lag: evenly, on a scale of factors. */
const SHARES = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];

/** Whether models recall what stood some characters before, against how many. */
export class LagExperimentView {
  #task = el(
    'select',
    {},
    ...Object.entries(TASKS).map(([value, name]) => el('option', { value }, `${value}: ${name}`)),
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
  #steps = new CountInput('Steps', 2500, 20_000);
  #seeds = new CountInput('Seeds', 1, 5);
  #run;
  #put;
  #problem = el('p', { class: 'problem' });
  #accuracy = new ChartView('Memory by lag');
  #bits = new ChartView('Bits by lag');
  #charts = el(
    'div',
    { hidden: true },
    this.#accuracy.element,
    el(
      'p',
      { class: 'note' },
      'The same models by their bits per character: a mean over all characters, which hides it.',
    ),
    this.#bits.element,
  );
  /** @type {readonly unknown[]} what is shown */
  #shown = [];

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(course: {task: string, lags: number[], steps: number, seeds: number}) => void} on.start
   * @param {() => void} on.stop
   * @param {(task: string, lag: number) => void} on.put makes a text of a task the one that is learnt
   */
  constructor(root, on) {
    this.#run = new ProgressBar('Trials', {
      ...{ label: 'Try all', kind: 'primary' },
      start: () => this.#begin(on.start),
      stop: on.stop,
    });
    this.#put = el('button', {
      type: 'button',
      class: 'quiet',
      title: 'With settings that suit it, to be trained and looked into there',
      onclick: () => on.put(this.#task.value, this.#lag.valueAsNumber),
    });
    this.#lag.addEventListener('input', () => this.#tellLags());
    this.#tellLags();
    root.append(
      el(
        'p',
        { class: 'note' },
        'Five small models learn texts in which something has to be remembered, and are tried on another text: how many of the characters that need memory they know.',
      ),
      el(
        'div',
        { class: 'bar' },
        el('label', {}, 'Task ', this.#task),
        el('label', {}, 'Lags up to ', this.#lag, this.#lagText),
        this.#steps.element,
        this.#seeds.element,
        this.#put,
      ),
      this.#run.element,
      this.#problem,
      this.#charts,
    );
  }

  /**
   * @param {object} values
   * @param {readonly Attempt[]} values.attempts
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   */
  update({ attempts, ...progress }) {
    this.#run.update(progress);
    const through = attempts.filter(({ recall }) => recall);
    const problems = attempts.flatMap(({ problem }) => problem ?? []);
    const shown = [attempts, through.length, problems.length];
    if (shown.every((value, at) => value === this.#shown[at])) return;
    this.#shown = shown;
    setText(this.#problem, problems.join(' '));
    this.#charts.hidden = through.length === 0;
    if (through.length > 0) this.#show(through);
  }

  /** @param {Attempt[]} through */
  #show(through) {
    const names = [...new Set(through.map(({ entrant }) => entrant.name))];
    /** @param {keyof Recall} figure */
    const lines = (figure) =>
      names.map((name) => {
        const own = through.filter(({ entrant }) => entrant.name === name);
        return { name, ...byLag(own, figure) };
      });
    const lags = [...new Set(through.map(({ source }) => source.lag))].sort((a, b) => a - b);
    const ends = /** @type {[number, number]} */ ([lags[0], lags[lags.length - 1]]);
    const along = {
      xName: 'lag, characters',
      isLogAcross: true,
      places: lags,
      ends,
      hasDots: true,
    };
    this.#accuracy.update({
      ...{ ...along, yName: 'share that is known', range: [0, 1.05] },
      lines: [
        ...lines('accuracy'),
        { name: 'guessing the commonest', ...byLag(through, 'mostFrequent') },
      ],
    });
    this.#bits.update({
      ...{ ...along, yName: 'bits per character' },
      lines: [
        ...lines('bitsPerChar'),
        { name: 'nobody can do better', ...byLag(through, 'floor') },
      ],
    });
  }

  /** Whether there is something above that a text can be put into. @param {boolean} can */
  set canPut(can) {
    this.#put.hidden = !can;
  }

  get #lags() {
    return [...new Set(SHARES.map((share) => Math.round(share * this.#lag.valueAsNumber)))];
  }

  #tellLags() {
    setText(this.#put, `Put a text of lag ${this.#lag.value} above`);
    setText(this.#lagText, `${this.#lags.join(', ')} characters`);
  }

  /** @param {(course: {task: string, lags: number[], steps: number, seeds: number}) => void} start */
  #begin(start) {
    try {
      const [steps, seeds] = [this.#steps.read(), this.#seeds.read()];
      setText(this.#problem, '');
      start({ task: this.#task.value, lags: this.#lags, steps, seeds });
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}

/**
 * A figure by lag: its mean, and between which it lies.
 *
 * @param {Attempt[]} attempts which are through
 * @param {keyof Recall} figure
 */
function byLag(attempts, figure) {
  const x = [...new Set(attempts.map(({ source }) => source.lag))].sort((a, b) => a - b);
  const all = x.map((lag) =>
    attempts.flatMap(({ source, recall }) =>
      recall && source.lag === lag ? [recall[figure]] : [],
    ),
  );
  return { x, ...meansOf(all) };
}
