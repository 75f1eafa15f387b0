import { el, setText } from '../../lib/dom.js';

/** @typedef {import('./text-report-view.js').TextReportView} TextReportView */

const FAILED = 'This part could not be loaded: close it, and open it again.';

/** The settings of the text, and its letters; loaded when they are first opened. */
export class TextReport {
  element;
  #choose;
  #note = el('p', { class: 'note' }, 'Loading…');
  /** @type {Promise<void> | undefined} */
  #loading;
  /** @type {TextReportView | undefined} */
  #view;
  /** @type {Parameters<TextReportView['update']>[0] | undefined} */
  #values;

  /** @param {(name: string, value: unknown) => void} choose */
  constructor(choose) {
    this.#choose = choose;
    this.element = el(
      'details',
      { ontoggle: () => (this.#loading ??= this.#load()) },
      el('summary', {}, 'Letters and documents'),
      this.#note,
    );
  }

  /** @param {Parameters<TextReportView['update']>[0]} values */
  update(values) {
    this.#values = values;
    this.#view?.update(values);
  }

  async #load() {
    try {
      const { TextReportView } = await import('./text-report-view.js');
      this.#view = new TextReportView(this.element, this.#choose);
      this.#note.remove();
      if (this.#values) this.#view.update(this.#values);
      this.element.dispatchEvent(new Event('toggle')); // it has its height only now
    } catch {
      this.#loading = undefined;
      setText(this.#note, FAILED);
    }
  }
}
