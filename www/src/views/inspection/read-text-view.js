import { el, setText } from '../../lib/dom.js';

/** Which text the network reads: the one it learns, or another. */
export class ReadTextView {
  #select;
  #text;
  #own;
  #problem = el('p', { class: 'problem' });
  #read;

  /**
   * @param {HTMLElement} bar for the choice
   * @param {HTMLElement} root for the other text
   * @param {object} on
   * @param {(text: string) => string} on.read an empty text is the one that is learnt; returns why it is not read
   */
  constructor(bar, root, on) {
    this.#read = on.read;
    this.#select = el(
      'select',
      { 'aria-label': 'Text that is read', onchange: () => this.#choose() },
      el('option', { value: 'learnt' }, 'the one it learns'),
      el('option', { value: 'own' }, 'another'),
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
      el('label', { class: 'line' }, 'Type what it is to read', this.#text),
      this.#problem,
    );
    bar.append(el('label', {}, 'Text ', this.#select));
    root.append(this.#own);
  }

  /** Another model begins with what it learns; what was typed stays. */
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
