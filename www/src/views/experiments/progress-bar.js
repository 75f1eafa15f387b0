import { el, enable, setText } from '../../lib/dom.js';
import { timeText } from '../../lib/time-text.js';

/** The buttons that start and stop an experiment, and its progress. */
export class ProgressBar {
  element;
  #start;
  #stop;
  #progress;
  #left = el('span', { class: 'note' });

  /**
   * @param {string} name of the experiment
   * @param {object} options
   * @param {string} options.label of the start button
   * @param {string} [options.kind] its class
   * @param {() => void} options.start
   * @param {() => void} options.stop
   * @param {HTMLElement[]} [options.others] further elements of the bar
   */
  constructor(name, { label, kind = '', start, stop, others = [] }) {
    this.#start = el('button', { type: 'button', class: kind, onclick: start }, label);
    this.#stop = el('button', { type: 'button', onclick: stop, disabled: true }, 'Stop');
    this.#progress = el('progress', { max: 1, value: 0, 'aria-label': `Progress: ${name}` });
    this.element = el(
      'div',
      { class: 'bar' },
      this.#start,
      this.#stop,
      this.#progress,
      this.#left,
      ...others,
    );
  }

  /**
   * @param {object} values
   * @param {boolean} values.isRunning
   * @param {number} values.progress from 0 to 1
   * @param {number} [values.timeLeft] in milliseconds
   */
  update({ isRunning, progress, timeLeft }) {
    enable(this.#start, !isRunning, this.#stop);
    enable(this.#stop, isRunning, this.#start);
    this.#progress.value = progress;
    setText(this.#left, isRunning ? timeText(timeLeft) : '');
  }
}
