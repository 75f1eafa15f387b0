import { el, setText } from '../lib/dom.js';
import { formatNumber } from '../lib/format.js';
import { ChartView } from './chart-view.js';
import { timeText } from './time-text.js';

/** Which learning rate suits a model: tried on a copy of it. */
export class RateView {
  #start;
  #stop;
  #apply;
  #progress = el('progress', { max: 1, value: 0, 'aria-label': 'Learning rates tried' });
  #left = el('span', { class: 'note' });
  #problem = el('p', { class: 'problem' });
  #chart = new ChartView('Learning rates');
  /** @type {number | undefined} */
  #chosen;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {() => void} on.start
   * @param {() => void} on.stop
   * @param {(rate: number) => void} on.apply
   */
  constructor(root, on) {
    this.#start = el('button', { type: 'button', onclick: on.start }, 'Try learning rates');
    this.#stop = el('button', { type: 'button', onclick: on.stop, disabled: true }, 'Stop');
    this.#apply = el(
      'button',
      { type: 'button', hidden: true, onclick: () => on.apply(Number(this.#chosen)) },
      'Use it',
    );
    this.#chart.element.hidden = true;
    root.append(
      el(
        'p',
        { class: 'note' },
        'A copy of the model takes a hundred steps, each a little longer than the last. Marked is the rate at which its loss falls fastest.',
      ),
      el('div', { class: 'bar' }, this.#start, this.#stop, this.#progress, this.#left, this.#apply),
      this.#problem,
      this.#chart.element,
    );
  }

  /**
   * @param {object} values
   * @param {{rates: readonly number[], bits: readonly number[]}} values.found
   * @param {number} [values.chosen]
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   * @param {string} values.problem
   */
  update({ found, chosen, isRunning, progress, timeLeft, problem }) {
    setText(this.#left, isRunning ? timeText(timeLeft) : '');
    this.#start.disabled = isRunning;
    this.#stop.disabled = !isRunning;
    this.#progress.value = found.rates.length === 0 ? 0 : progress;
    this.#chosen = chosen;
    this.#apply.hidden = chosen === undefined;
    setText(this.#apply, `Use ${formatNumber(chosen ?? 0)}`);
    setText(this.#problem, problem);
    this.#chart.element.hidden = found.rates.length === 0;
    if (found.rates.length === 0) return;
    this.#chart.update({
      xName: 'learning rate',
      isLogAcross: true,
      yName: 'bits per character',
      lines: [{ name: 'a step at each rate', x: [...found.rates], y: [...found.bits] }],
      at: chosen,
      ends: [1e-5, 1],
    });
  }
}
