import { cssColour } from '../../lib/colour-map.js';
import { el, scrollTo, setText } from '../../lib/dom.js';
import { formatPercent } from '../../lib/format.js';
import { InFrames } from '../../lib/in-frames.js';
import { shownChars } from './visible-characters.js';
import { inSentence, runsRightToLeft, visible } from '../visible.js';
import { themeOf } from '../charts/theme.js';

/** @typedef {import('../../shared/protocol.js').Inspection} Inspection */

const LIKELIEST = 5;
/** Characters shown per frame. */
const PER_FRAME = 34;
/** Milliseconds without a key press before the model completes a line. */
const TYPING_PAUSE = 150;

/** The predictions of the model after each character, and its completion of a typed line. */
export class PredictionView {
  #table = el('table', { class: 'next' });
  #scroll = el(
    'div',
    { class: 'scroll', tabIndex: 0, role: 'group', 'aria-label': 'What it expects next' },
    this.#table,
  );
  #typed;
  #completion = el('output', { class: 'completion' });
  #problem = el('p', { class: 'problem' });
  #readout = el('p', { class: 'readout' });
  /** @type {{probabilities?: Float32Array, isDark?: boolean}} */
  #shown = {};
  #timer = 0;
  /** The last column that was scrolled into view. */
  #selected = 0;
  #frames = new InFrames();
  #complete;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(prompt: string) => Promise<string>} on.complete
   */
  constructor(root, on) {
    this.#complete = on.complete;
    this.#typed = el('input', {
      type: 'text',
      dir: 'auto',
      autocomplete: 'off',
      spellcheck: false,
      oninput: () => this.#schedule(),
    });
    root.append(
      this.#scroll,
      this.#readout,
      el(
        'p',
        { class: 'note' },
        'The stronger the colour, the likelier the letter. The letter in the text is underlined.',
      ),
      el('label', { class: 'line' }, 'Type a beginning', this.#typed),
      el('p', { class: 'completed', dir: 'auto' }, this.#completion),
      this.#problem,
    );
  }

  /**
   * @param {object} values
   * @param {Inspection} values.inspection
   * @param {string[]} values.vocabulary
   * @param {number} values.index of the selected character among those shown
   */
  update({ inspection, vocabulary, index }) {
    const chars = shownChars(inspection);
    const { probabilities } = inspection.reading;
    const { scale, isDark } = themeOf(this.#table);
    const ranks = Math.min(LIKELIEST, vocabulary.length);
    this.#fit(chars.length, ranks);
    this.#scroll.dir = runsRightToLeft(chars) ? 'rtl' : 'ltr';
    this.#showColumn(index);
    /** @param {number} at */
    const rowOf = (at) =>
      probabilities.subarray(at * vocabulary.length, (at + 1) * vocabulary.length);
    const row = rowOf(index);
    const best = likeliest(row).map(
      (id) => `${inSentence(vocabulary[id])} ${formatPercent(row[id])}`,
    );
    setText(this.#readout, `After “${inSentence(chars[index])}”: ${best.join(', ')}.`);
    if (this.#shown.probabilities === probabilities && this.#shown.isDark === isDark) return;
    this.#shown = { probabilities, isDark };
    const [heads, ...rows] = [...this.#table.rows].map(({ cells }) => cells);
    this.#frames.start(chars.length, PER_FRAME, (at) => {
      setText(heads[at + 1], visible(chars[at]));
      const row = rowOf(at);
      for (const [rank, id] of likeliest(row).entries()) {
        const cell = rows[rank][at + 1];
        setText(cell, visible(vocabulary[id]));
        cell.title = formatPercent(row[id]);
        cell.style.background = cssColour(scale, row[id]);
        cell.classList.toggle('right', vocabulary[id] === chars[at + 1]);
      }
    });
  }

  /** @param {number} index */
  #showColumn(index) {
    const [{ cells: heads }] = this.#table.rows;
    const head = heads[index + 1];
    heads[this.#selected + 1]?.classList.remove('selected');
    head?.classList.add('selected');
    if (!head || index === this.#selected) return;
    this.#selected = index;
    const { dir, clientWidth, scrollWidth } = this.#scroll;
    // Where the text begins at the right, that is the place of a container that is not scrolled.
    const left = head.offsetLeft - (dir === 'rtl' ? scrollWidth - clientWidth : 0);
    scrollTo(this.#scroll, left, left + head.offsetWidth);
  }

  /**
   * Resizes the table.
   *
   * @param {number} columns
   * @param {number} ranks
   */
  #fit(columns, ranks) {
    const { rows } = this.#table;
    if (rows.length === ranks + 1 && rows[0].cells.length === columns + 1) return;
    /** @param {'th' | 'td'} tag */
    const cells = (tag) => Array.from({ length: columns }, () => el(tag));
    const heads = cells('th');
    for (const head of heads) head.setAttribute('scope', 'col');
    this.#table.replaceChildren(
      el(
        'caption',
        { class: 'visually-hidden' },
        'The five likeliest next letters after each letter',
      ),
      el('thead', {}, el('tr', {}, el('td'), ...heads)),
      el(
        'tbody',
        {},
        ...Array.from({ length: ranks }, (_, rank) =>
          el('tr', {}, el('th', { scope: 'row' }, `${rank + 1}.`), ...cells('td')),
        ),
      ),
    );
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#frames.stop();
  }

  #schedule() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#completeLine(), TYPING_PAUSE);
  }

  async #completeLine() {
    const prompt = this.#typed.value;
    try {
      const text = prompt === '' ? '' : await this.#complete(prompt);
      if (prompt !== this.#typed.value) return;
      this.#completion.replaceChildren(el('span', { class: 'prompt' }, prompt), text);
      setText(this.#problem, '');
    } catch (error) {
      this.#completion.replaceChildren();
      setText(this.#problem, error instanceof Error ? error.message : String(error));
    }
  }
}

/**
 * @param {Float32Array} row
 * @returns {number[]} the indices of its greatest numbers, the greatest first
 */
function likeliest(row) {
  /** @type {number[]} */
  const best = [];
  for (let id = 0; id < row.length; id++) {
    let at = best.length;
    while (at > 0 && row[best[at - 1]] < row[id]) at--;
    if (at < LIKELIEST) best.splice(at, 0, id);
    best.length = Math.min(best.length, LIKELIEST);
  }
  return best;
}
