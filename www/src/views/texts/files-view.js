import { el, setText } from '../../lib/dom.js';
import { formatCount, formatSize } from '../../lib/format.js';

/**
 * @typedef {import('../../texts/text-files.js').TextFiles} TextFiles
 * @typedef {import('../../texts/text-files.js').TextFile} TextFile
 */

/** Files in the list. */
const LISTED = 200;

/** The files of the text with their encodings, and the offer of another text. */
export class FilesView {
  #on;
  #list = el('ul', {
    class: 'files',
    tabIndex: 0,
    'aria-label': 'Files of the text',
    hidden: true,
  });
  #leftOut = el('p', { class: 'note', hidden: true });
  #guesses = el('div');
  #message = el('span');
  #take;
  #offer;
  /** @type {TextFiles | undefined} */
  #texts;
  /** The encodings shown. */
  #encodings = '';

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(guess: string, encoding: string) => void} on.encoding
   * @param {() => void} on.take
   * @param {() => void} on.decline
   */
  constructor(root, on) {
    this.#on = on;
    this.#take = el('button', { type: 'button', onclick: on.take });
    const decline = el('button', { type: 'button', onclick: on.decline }, 'Keep mine');
    this.#offer = el(
      'p',
      { class: 'offer', 'aria-live': 'polite' },
      ...[this.#message, this.#take, decline],
    );
    root.append(this.#offer, this.#list, this.#leftOut, this.#guesses);
  }

  /**
   * @param {object} values
   * @param {TextFiles} [values.texts]
   * @param {{message: string, label: string}} [values.offer]
   */
  update({ texts, offer }) {
    this.#offer.hidden = !offer;
    setText(this.#message, offer?.message ?? '');
    setText(this.#take, offer?.label ?? '');
    const encodings = [...(texts?.guesses.keys() ?? [])].join();
    if (texts === this.#texts && encodings === this.#encodings) return;
    const isOpen = texts === this.#texts && this.#guesses.querySelector('[open]') !== null;
    const hadFocus = this.#guesses.matches(':focus-within');
    this.#texts = texts;
    this.#encodings = encodings;
    const { files = [], leftOut = [] } = texts ?? {};
    this.#list.hidden = files.length === 0;
    this.#list.replaceChildren(...files.slice(0, LISTED).map(row), ...more(files));
    const reasons = leftOut.slice(0, LISTED).map(({ name, reason }) => `“${name}” ${reason}`);
    this.#leftOut.hidden = reasons.length === 0;
    setText(this.#leftOut, `Left out: ${reasons.join(', ')}.`);
    this.#guesses.replaceChildren(
      ...[...(texts?.guesses ?? [])].map(([guess, those]) => this.#guess(guess, those, isOpen)),
    );
    const chosen = this.#guesses.querySelector(':checked');
    if (hadFocus && chosen instanceof HTMLElement) chosen.focus();
  }

  /**
   * A guessed encoding, with the others and what they make of the first lines.
   *
   * @param {string} guess
   * @param {TextFile[]} files
   * @param {boolean} open
   */
  #guess(guess, files, open) {
    const list = el('div', { class: 'readings', role: 'radiogroup', 'aria-label': 'Encoding' });
    const fill = () => {
      if (list.firstChild) return;
      const encodings = [guess, ...files[0].encodings.filter((name) => name !== guess)];
      for (const { encoding, lines } of this.#texts?.readings(guess, encodings) ?? []) {
        const radio = el('input', {
          type: 'radio',
          name: guess,
          checked: encoding === guess,
          onchange: () => this.#on.encoding(guess, encoding),
        });
        const sample = el('pre', {}, lines.join('\n'));
        list.append(el('label', {}, radio, el('span', {}, encoding), sample));
      }
    };
    if (open) fill();
    const which = files.length > 1 ? ` for ${formatCount(files.length, 'file')}` : '';
    return el(
      'details',
      { open, ontoggle: fill },
      el('summary', {}, `Other encodings than ${guess}${which}`),
      list,
    );
  }
}

/** @param {TextFile} file */
const row = ({ name, size, encoding }) =>
  el('li', {}, el('bdi', {}, name), `: ${formatSize(size)}, ${encoding}`);

/** @param {TextFile[]} files */
const more = (files) =>
  files.length > LISTED ? [el('li', {}, `… and ${files.length - LISTED} more`)] : [];
