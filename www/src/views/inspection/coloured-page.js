import { cssColour } from '../../lib/colour-map.js';
import { el, setText } from '../../lib/dom.js';
import { formatBits } from '../../lib/format.js';
import { InFrames } from '../../lib/in-frames.js';
import { themeOf } from '../charts/theme.js';
import { inSentence } from '../visible.js';

/** @typedef {import('../../shared/protocol.js').UnitSeries} UnitSeries */

/** Characters coloured per frame. */
const PER_FRAME = 120;

/** A page of a text, each character in a colour of its own. */
export class ColouredPage {
  element;
  #frames = new InFrames();
  /** @type {UnitSeries | undefined} */
  #series;
  /** The scale and the kind of colouring shown. */
  #colouring = '';
  #selected = -1;

  /**
   * @param {string} label
   * @param {(at: number) => void} choose selects a character of the page
   */
  constructor(label, choose) {
    this.element = el('pre', {
      class: 'coloured',
      tabIndex: 0,
      role: 'group',
      'aria-label': label,
      onclick: (/** @type {Event} */ { target }) => {
        const at = [...this.element.children].indexOf(/** @type {Element} */ (target));
        if (at >= 0) choose(at);
      },
    });
  }

  stop() {
    this.#frames.stop();
  }

  /**
   * @param {UnitSeries} series
   * @param {object} appearance
   * @param {string} appearance.text
   * @param {(value: number) => number} appearance.shade the colour of a value, from −1 to 1
   * @param {number} appearance.selected index in the page
   * @param {boolean} appearance.bySurprise
   */
  show(series, { text, shade, selected, bySurprise }) {
    const { scale, isDark } = themeOf(this.element);
    const colouring = [bySurprise, isDark].join();
    this.#select(selected);
    if (series === this.#series && colouring === this.#colouring) return;
    this.#series = series;
    this.#colouring = colouring;
    const chars = [...text];
    const numbers = bySurprise ? series.surprise : series.values;
    while (this.element.childElementCount > chars.length) this.element.lastElementChild?.remove();
    while (this.element.childElementCount < chars.length) this.element.append(el('span'));
    this.#select(selected); // again: its element may be new
    const spans = /** @type {HTMLElement[]} */ ([...this.element.children]);
    this.#frames.start(chars.length, PER_FRAME, (at) => {
      const span = spans[at];
      setText(span, chars[at] === '\n' ? '↵\n' : chars[at]);
      const size = Math.max(-1, Math.min(1, shade(numbers[at])));
      span.style.background = cssColour(scale, size);
      span.style.setProperty('--size', size.toFixed(2)); // of a line, in forced colours
      span.title = bySurprise ? `${inSentence(chars[at])}: ${formatBits(numbers[at])} bits` : '';
    });
  }

  /** @param {number} at */
  #select(at) {
    this.element.children[this.#selected]?.classList.remove('selected');
    this.element.children[at]?.classList.add('selected');
    this.#selected = at;
  }
}
