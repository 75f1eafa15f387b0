import { el, setText } from '../../lib/dom.js';
import { formatNumber } from '../../lib/format.js';
import { ChartView } from '../charts/chart-view.js';
import { ProgressBar } from './progress-bar.js';

const NOTE =
  'A copy of the network takes forty steps at each of up to twelve learning rates, always from ' +
  'the same weights and on the same text, until one fails. The mark is at a fifth of the rate ' +
  'with the lowest loss: over more steps the highest rates do worse.';

/** The learning-rate test: the loss with each rate, and the suggested rate. */
export class LearningRateTestView {
  #bar;
  #apply;
  #problem = el('p', { class: 'problem' });
  #chart = new ChartView('Learning rates');
  /** @type {number | undefined} */
  #suggested;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {() => void} on.start
   * @param {() => void} on.stop
   * @param {(rate: number) => void} on.apply
   */
  constructor(root, on) {
    this.#apply = el('button', {
      type: 'button',
      hidden: true,
      onclick: () => on.apply(Number(this.#suggested)),
    });
    this.#bar = new ProgressBar('Learning rates', {
      label: 'Test learning rates',
      start: on.start,
      stop: on.stop,
      others: [this.#apply],
    });
    this.#chart.element.hidden = true;
    root.append(
      el('p', { class: 'note' }, NOTE),
      this.#bar.element,
      this.#problem,
      this.#chart.element,
    );
  }

  /**
   * @param {object} values
   * @param {{rates: readonly number[], bits: readonly number[]}} values.results
   * @param {number} [values.suggestedRate]
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   * @param {string} values.problem
   */
  update({ results, suggestedRate, problem, ...progress }) {
    this.#bar.update(progress);
    this.#suggested = suggestedRate;
    this.#apply.hidden = suggestedRate === undefined;
    setText(this.#apply, `Use ${formatNumber(suggestedRate ?? 0)}`);
    setText(this.#problem, problem);
    const { rates, bits } = results;
    this.#chart.element.hidden = rates.length === 0;
    if (rates.length === 0) return;
    this.#chart.update({
      xName: 'learning rate',
      isLogX: true,
      ends: [1e-4, 1],
      yName: 'bits a letter',
      hasDots: true,
      cursor: suggestedRate,
      range: rangeOf(bits),
      lines: [{ name: 'last ten of forty steps', x: [...rates], y: [...bits] }],
    });
  }
}

/**
 * The range of the chart: a loss that diverged must not flatten the rest.
 *
 * @param {readonly number[]} bits
 * @returns {[number, number]}
 */
function rangeOf(bits) {
  const least = Math.min(...bits);
  const top = Math.min(Math.max(...bits), 1.5 * bits[0]);
  return [least - 0.1 * (top - least), top + 0.01];
}
