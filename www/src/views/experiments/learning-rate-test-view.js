import { el, setText } from '../../lib/dom.js';
import { formatNumber } from '../../lib/format.js';
import { ChartWithNumbers } from '../charts/chart-with-numbers.js';
import { ProgressBar } from './progress-bar.js';

const NOTE =
  'The copy takes forty steps at each of up to twelve learning rates, from the same weights and on ' +
  'the same text, until one fails. The mark is at a fifth of the rate that did best: over more ' +
  'steps the highest rates do worse.';

/** @typedef {{rates: readonly number[], bits: readonly number[]}} Results */

/** The learning-rate test: the loss with each rate, and the suggested rate. */
export class LearningRateTestView {
  #bar;
  #apply;
  #problem = el('p', { class: 'problem' });
  #verdict = el('p', { class: 'result', 'aria-live': 'polite' });
  #chart = new ChartWithNumbers('Learning rates');
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
      'data-control': 'learning-rate',
      onclick: () => on.apply(Number(this.#suggested)),
    });
    this.#bar = new ProgressBar('Learning rates', {
      label: 'Test learning rates',
      kind: 'primary',
      start: on.start,
      stop: on.stop,
    });
    root.append(
      this.#bar.element,
      this.#problem,
      el('div', { class: 'result-row' }, this.#verdict, this.#apply),
      this.#chart.element,
      el('p', { class: 'note' }, NOTE),
    );
    this.#draw({ rates: [], bits: [] });
  }

  /**
   * @param {object} values
   * @param {Results} values.results
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
    setText(this.#verdict, progress.isRunning ? '' : rateVerdict(results, suggestedRate));
    this.#draw(results, suggestedRate);
  }

  /**
   * @param {Results} results
   * @param {number} [suggestedRate]
   */
  #draw({ rates, bits }, suggestedRate) {
    this.#chart.update({
      xName: 'learning rate',
      isLogX: true,
      ends: [1e-4, 1],
      yName: 'bits a letter',
      hasDots: true,
      cursor: suggestedRate,
      range: bits.length > 0 ? rangeOf(bits) : [0, 6],
      lines: [{ name: 'last ten of forty steps', x: [...rates], y: [...bits] }],
    });
  }
}

/**
 * The result in a sentence; empty while there is none.
 *
 * @param {Results} results
 * @param {number} [suggestedRate]
 */
function rateVerdict({ rates, bits }, suggestedRate) {
  if (suggestedRate === undefined) return '';
  const best = rates[bits.indexOf(Math.min(...bits))];
  const [most, suited] = [best, suggestedRate].map(formatNumber);
  return `Forty steps learn most at ${most}; over more steps a lower rate does better: ${suited}.`;
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
