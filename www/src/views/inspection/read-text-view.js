import { el, setText } from '../../lib/dom.js';

/**
 * The choice of the text that the network reads: the learnt text, in place of which a model without one
 * has what it writes, or another text.
 */
export class ReadTextView {
  #select;
  #first = el('option', { value: 'learnt' });
  #choice;
  #text;
  #own;
  #problem = el('p', { class: 'problem' });
  #read;

  /**
   * @param {HTMLElement} bar parent of the choice
   * @param {HTMLElement} root parent of the other text
   * @param {object} on
   * @param {(text: string) => string} on.read an empty string means the learnt text; returns the
   *   reason when the text cannot be read
   */
  constructor(bar, root, on) {
    this.#read = on.read;
    this.#select = el(
      'select',
      { 'aria-label': 'Text to read', onchange: () => this.#choose() },
      this.#first,
      el('option', { value: 'own' }, 'another text'),
    );
    this.#text = el('textarea', {
      rows: 2,
      maxLength: 100_000,
      spellcheck: false,
      oninput: () => this.#choose(),
    });
    this.#own = el(
      'div',
      { hidden: true },
      el('label', { class: 'line' }, 'Type a text to read', this.#text),
      this.#problem,
    );
    this.#choice = el('label', {}, 'Reads ', this.#select);
    bar.append(this.#choice);
    root.append(this.#own);
  }

  /**
   * @param {boolean} isUsed false while the open view reads no other text
   * @param {string} first name of the text that is read at first
   */
  update(isUsed, first) {
    setText(this.#first, first);
    this.#choice.hidden = !isUsed;
    this.#own.hidden = !isUsed || this.#select.value !== 'own';
  }

  /** Returns to the learnt text; the typed text stays in its field. */
  reset() {
    this.#select.value = 'learnt';
    this.#own.hidden = true;
    setText(this.#problem, '');
  }

  #choose() {
    const isOwn = this.#select.value === 'own';
    this.#own.hidden = !isOwn;
    setText(this.#problem, this.#read(isOwn ? this.#text.value : ''));
  }
}
