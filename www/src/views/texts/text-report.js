import { el, setText } from '../../lib/dom.js';
import { LateView } from '../late-view.js';

/** @typedef {import('./text-report-view.js').TextReportView} TextReportView */

const LOADING = 'Loading…';
const FAILED = 'This part could not be loaded: close it, and open it again.';

/** The settings of the text, and its letters; loaded when they are first opened. */
export class TextReport {
  element;
  #note = el('p', { class: 'note' }, LOADING);
  /** @type {LateView<Parameters<TextReportView['update']>[0]>} */
  #view;

  /**
   * @param {(name: string, value: unknown) => void} choose
   * @param {() => Promise<void>} styles loads its styles
   */
  constructor(choose, styles) {
    this.element = el(
      'details',
      { ontoggle: () => void this.#open() },
      el('summary', {}, 'Letters and documents'),
      this.#note,
    );
    this.#view = new LateView(async () => {
      const [{ TextReportView }] = await Promise.all([import('./text-report-view.js'), styles()]);
      const view = new TextReportView(this.element, choose);
      this.#note.remove();
      this.element.dispatchEvent(new Event('toggle')); // it has its height only now
      return view;
    });
  }

  /** @param {Parameters<TextReportView['update']>[0]} values */
  update(values) {
    this.#view.update(values);
  }

  async #open() {
    setText(this.#note, LOADING);
    if (!(await this.#view.want())) setText(this.#note, FAILED);
  }
}
