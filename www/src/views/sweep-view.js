import { el, setText } from '../lib/dom.js';
import { TASKS } from '../shared/lag-tasks.js';
import { ChartView } from './chart-view.js';
import { timeText } from './time-text.js';

/** @typedef {import('../state/sweep.js').Entrant} Entrant */

/** What is tried at each greatest lag: evenly, on a scale of factors. */
const SHARES = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];

/** Whether models recall what stood some characters before, against how many. */
export class SweepView {
  #task = el(
    'select',
    {},
    ...Object.entries(TASKS).map(([value, name]) => el('option', { value }, `${value}: ${name}`)),
  );
  #lag = el('input', {
    type: 'range',
    min: '8',
    max: '120',
    value: '40',
    step: '8',
    'aria-label': 'Greatest lag',
  });
  #lagText = el('span', {});
  #steps = el('input', { type: 'number', value: '2500', min: '1', max: '20000' });
  #start;
  #put;
  #stop;
  #problem = el('p', { class: 'problem' });
  #progress = el('progress', { max: 1, value: 0, 'aria-label': 'Progress of the trials' });
  #left = el('span', { class: 'note' });
  #accuracy = new ChartView('Memory by lag');
  #bits = new ChartView('Bits by lag');
  #charts = el('div', { hidden: true }, this.#accuracy.element, this.#bits.element);
  /** @type {readonly unknown[]} what is shown */
  #shown = [];

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(course: {task: string, lags: number[], steps: number}) => void} on.start
   * @param {() => void} on.stop
   * @param {(task: string, lag: number) => void} on.put makes a text of a task the one that is learnt
   */
  constructor(root, on) {
    this.#start = el(
      'button',
      { type: 'button', class: 'primary', onclick: () => this.#begin(on.start) },
      'Try all',
    );
    this.#stop = el('button', { type: 'button', onclick: on.stop, disabled: true }, 'Stop');
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
        el('label', {}, 'Steps ', this.#steps),
        this.#put,
      ),
      el('div', { class: 'bar' }, this.#start, this.#stop, this.#progress, this.#left),
      this.#problem,
      this.#charts,
    );
  }

  /**
   * @param {object} values
   * @param {readonly import('../state/sweep.js').Attempt[]} values.attempts
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   */
  update({ attempts, isRunning, progress, timeLeft }) {
    this.#start.disabled = isRunning;
    this.#stop.disabled = !isRunning;
    this.#progress.value = progress;
    setText(this.#left, isRunning ? timeText(timeLeft) : '');
    const through = attempts.filter(({ accuracy }) => accuracy !== undefined);
    setText(this.#problem, attempts.find(({ problem }) => problem)?.problem ?? '');
    const shown = [attempts, through.length];
    if (shown.every((value, at) => value === this.#shown[at])) return;
    this.#shown = shown;
    this.#charts.hidden = through.length === 0;
    if (through.length === 0) return;
    const names = [...new Set(attempts.map(({ entrant }) => entrant.name))];
    /** @param {'accuracy' | 'bits'} figure */
    const lines = (figure) =>
      names.map((name) => {
        const own = through.filter(({ entrant }) => entrant.name === name);
        return {
          name,
          x: own.map(({ lag }) => lag),
          y: own.map((attempt) => Number(attempt[figure])),
        };
      });
    /** What does not depend on the model. @param {string} name @param {'floor' | 'commonest'} figure */
    const along = (name, figure) => {
      const lags = [...new Set(through.map(({ lag }) => lag))];
      const of = (/** @type {number} */ lag) => through.find((attempt) => attempt.lag === lag);
      return { name, x: lags, y: lags.map((lag) => Number(of(lag)?.[figure])) };
    };
    const xName = 'lag, characters';
    const yName = 'share of the characters that need memory';
    this.#accuracy.update({
      ...{ xName, yName, range: [0, 1], hasDots: true },
      lines: [...lines('accuracy'), along('guessing the commonest', 'commonest')],
    });
    this.#bits.update({
      ...{ xName, yName: 'bits per character', hasDots: true },
      lines: [...lines('bits'), along('nobody can do better', 'floor')],
    });
  }

  get #lags() {
    return [...new Set(SHARES.map((share) => Math.round(share * this.#lag.valueAsNumber)))];
  }

  #tellLags() {
    setText(this.#put, `Put a text of lag ${this.#lag.value} above`);
    setText(this.#lagText, `${this.#lags.join(', ')} characters`);
  }

  /** @param {(course: {task: string, lags: number[], steps: number}) => void} start */
  #begin(start) {
    const steps = this.#steps.valueAsNumber;
    const isGood = Number.isInteger(steps) && steps >= 1 && steps <= 20_000;
    const given = this.#steps.value || 'nothing';
    setText(
      this.#problem,
      isGood ? '' : `steps must be a whole number from 1 to 20,000, got ${given}`,
    );
    if (isGood) start({ task: this.#task.value, lags: this.#lags, steps });
  }
}
