import { el, setText } from '../../lib/dom.js';
import { formatNumber } from '../../lib/format.js';
import { ChartView } from '../charts/chart-view.js';
import { ProgressBar } from './progress-bar.js';

/** Which learning rate suits a model: tried on a copy of it. */
export class LearningRateTestView {
  #run;
  #apply;
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
    this.#apply = el('button', {
      ...{ type: 'button', hidden: true },
      onclick: () => on.apply(Number(this.#chosen)),
    });
    this.#run = new ProgressBar('Learning rates', {
      ...{ label: 'Try learning rates', start: on.start, stop: on.stop },
      others: [this.#apply],
    });
    this.#chart.element.hidden = true;
    root.append(
      el(
        'p',
        { class: 'note' },
        'A copy of the model takes forty steps at each of up to twelve rates, from the same weights and on the same batches, until it fails. Marked is a fifth of the rate at which its loss ends lowest: over more steps the highest ones do worse.',
      ),
      this.#run.element,
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
  update({ found, chosen, problem, ...progress }) {
    this.#run.update(progress);
    this.#chosen = chosen;
    this.#apply.hidden = chosen === undefined;
    setText(this.#apply, `Use ${formatNumber(chosen ?? 0)}`);
    setText(this.#problem, problem);
    this.#chart.element.hidden = found.rates.length === 0;
    if (found.rates.length === 0) return;
    this.#chart.update({
      ...{ xName: 'learning rate', isLogAcross: true, ends: [1e-4, 1] },
      ...{ yName: 'bits per character', hasDots: true, at: chosen, range: rangeOf(found.bits) },
      lines: [{ name: 'the last ten of forty steps', x: [...found.rates], y: [...found.bits] }],
    });
  }
}

/** Where a loss ran away, that must not flatten everything else. @param {readonly number[]} bits @returns {[number, number]} */
function rangeOf(bits) {
  const [least, most] = [Math.min(...bits), Math.max(...bits)];
  const top = Math.min(most, 1.5 * bits[0]);
  return [least - 0.1 * (top - least), top + 0.01];
}
