import { el, setText } from '../../lib/dom.js';
import { dialog } from '../dialog.js';

/** @typedef {'small' | 'whole'} Size of the tag in another page */

/** @type {Record<Size, string>} */
const SIZES = { small: 'Text, writing, curve', whole: 'Everything' };
const NAMES = /** @type {Size[]} */ (Object.keys(SIZES));

/** The dialog with the ways in which a setup reaches others. */
export class ShareView {
  element;
  #link = el('input', { id: 'share-link', readOnly: true, dir: 'ltr' });
  #snippet = el('textarea', { id: 'share-snippet', readOnly: true, rows: 6, dir: 'ltr' });
  #note = el('p', { class: 'note', id: 'share-note' });
  #sizes;
  #status = el('p', { role: 'status' });
  #answer = el('p', { class: 'hash', role: 'status' });

  /**
   * @param {object} on
   * @param {(button: HTMLButtonElement, text: string) => void} on.copy
   * @param {(size: Size) => void} on.size
   * @param {() => void} on.compare
   * @param {() => void} on.close called once, when the dialog has closed
   */
  constructor({ copy, size, compare, close }) {
    /**
     * @param {string} label
     * @param {HTMLInputElement | HTMLTextAreaElement} field
     */
    const copier = (label, field) => {
      const button = el('button', { type: 'button' }, label);
      button.addEventListener('click', () => {
        field.select(); // to be copied by hand, where the browser does not let the page
        copy(button, field.value);
      });
      return button;
    };
    this.#sizes = new Map(
      NAMES.map((name) => [
        name,
        el('button', { type: 'button', class: 'chip', onclick: () => size(name) }, SIZES[name]),
      ]),
    );
    this.#snippet.setAttribute('aria-describedby', this.#note.id);
    const title = el('h2', { id: 'share-title' }, 'Share this setup');
    const label = (/** @type {string} */ id, /** @type {string} */ text) =>
      el('h3', {}, el('label', { for: id }, text));
    this.element = dialog(
      'share',
      title,
      close,
      el('div', { class: 'head' }, title),
      el(
        'section',
        {},
        label(this.#link.id, 'A link'),
        el('p', {}, 'It has the text, the settings and the seed, and opens untrained.'),
        el('div', { class: 'row' }, this.#link, copier('Copy link', this.#link)),
      ),
      el(
        'section',
        {},
        label(this.#snippet.id, 'In a page of your own'),
        el(
          'div',
          { class: 'row' },
          el(
            'div',
            { class: 'sizes', role: 'group', 'aria-label': 'Panels' },
            ...this.#sizes.values(),
          ),
          copier('Copy HTML', this.#snippet),
        ),
        this.#snippet,
        this.#note,
      ),
      el(
        'section',
        {},
        el('h3', {}, 'Compare with your neighbour'),
        el(
          'p',
          {},
          'Whoever opens the link and trains for as many steps gets the same weights, to the last bit, on any machine. Their hash tells. With “Most steps” in Settings both stop at the same step.',
        ),
        el(
          'div',
          { class: 'row' },
          this.#answer,
          el('button', { type: 'button', onclick: compare }, 'Show the hash'),
        ),
      ),
      el(
        'div',
        { class: 'end' },
        this.#status,
        el('button', { type: 'button', onclick: () => this.element.close() }, 'Close'),
      ),
    );
  }

  /** Opens it, with the link ready to be copied by a key. */
  show() {
    this.element.showModal();
    this.#link.select();
  }

  /**
   * @param {object} values
   * @param {string} values.link
   * @param {string} values.snippet
   * @param {string} values.note about the snippet
   * @param {Size} values.size
   * @param {string} values.answer the hash, or the reason why there is none; empty until it is asked for
   * @param {string} values.status of the last copy
   */
  update({ link, snippet, note, size, answer, status }) {
    if (this.#link.value !== link) this.#link.value = link;
    if (this.#snippet.value !== snippet) this.#snippet.value = snippet;
    setText(this.#note, note);
    for (const [name, button] of this.#sizes)
      button.setAttribute('aria-pressed', String(name === size));
    setText(this.#answer, answer);
    setText(this.#status, status);
  }
}
