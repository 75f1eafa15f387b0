import { el } from '../../lib/dom.js';
import { ReadingHead } from './reading-head.js';

/** The width of a letter's column, in pixels. */
export const COLUMN = 13;

/**
 * Letters to move by, by key.
 *
 * @type {Record<string, number>}
 */
const MOVES = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
};
/** @type {Record<string, number>} */
const UNITS = { ArrowUp: -1, ArrowDown: 1 };

/** The columns of the letters, along which the head walks, and the choice of one of them. */
export class Reader {
  element;
  /** Has the rows and lanes, each as wide as all columns. */
  track;
  head = new ReadingHead(() => this.#advance());
  /** The index of the letter that is read. */
  at = 0;
  #letters = 0;
  /** True when the text runs from right to left. */
  isTurned = false;
  #mark = el('div', { class: 'mark' });
  #on;

  /**
   * @param {object} on
   * @param {(at: number) => void} on.choose
   * @param {(by: number) => void} on.unit
   * @param {() => void} on.move called when another letter is read
   * @param {() => void} on.describe called when that letter is to be described
   * @param {(isHeld: boolean) => void} on.hold called when the head is held still or walks on
   */
  constructor(on) {
    this.#on = on;
    this.track = el('div', { class: 'track' }, this.#mark);
    this.track.style.setProperty('--column', `${COLUMN}px`);
    this.element = el(
      'div',
      {
        class: 'reader',
        role: 'slider',
        tabIndex: 0,
        'aria-label': 'Letter and unit',
        'aria-describedby': 'live-description',
        'aria-valuemin': 1,
        'aria-valuenow': 1,
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event),
        // A value that changes by itself is read out again and again.
        onfocus: () => {
          this.head.rest('focus', true);
          on.describe();
        },
        onblur: () => this.head.rest('focus', false),
        onpointermove: (/** @type {PointerEvent} */ event) => this.#onPoint(event),
        onpointerleave: () => this.head.rest('pointer', false),
        onclick: (/** @type {PointerEvent} */ event) => this.#choose(this.#columnAt(event)),
      },
      this.track,
    );
  }

  /**
   * @param {number} letters their number
   * @param {boolean} isTurned true when the text runs from right to left
   */
  setLetters(letters, isTurned) {
    this.#letters = letters;
    this.isTurned = isTurned;
    this.track.dir = isTurned ? 'rtl' : 'ltr';
    this.element.dir = this.track.dir;
    this.track.style.width = `${letters * COLUMN}px`;
    this.element.scrollLeft = 0;
    this.#show(Math.min(this.at, Math.max(0, letters - 1)));
  }

  /**
   * Describes the letter that is read to a screen reader.
   *
   * @param {string} text
   */
  describe(text) {
    this.element.setAttribute('aria-valuemax', String(Math.max(1, this.#letters)));
    this.element.setAttribute('aria-valuenow', String(this.at + 1));
    this.element.setAttribute('aria-valuetext', text);
  }

  /** @param {boolean} isHeld */
  hold(isHeld) {
    this.head.hold(isHeld);
    this.#on.hold(isHeld);
  }

  /**
   * Holds the head still at a letter, in view.
   *
   * @param {number} at
   */
  goTo(at) {
    this.hold(true);
    this.#show(at);
    const [first, end] = this.#inView;
    if (at < first || at >= end) this.#turnTo(Math.max(0, at - Math.floor((end - first) / 2)));
  }

  destroy() {
    this.head.destroy();
  }

  /** Walks on to the next letter in view; after the last one, the next part comes into view. */
  #advance() {
    if (this.#letters === 0) return;
    const [first, end] = this.#inView;
    const next = this.at + 1 < first ? first : this.at + 1;
    if (next >= this.#letters) this.#turnTo(0);
    else if (next >= end) this.#turnTo(next);
    this.#show(next >= this.#letters ? 0 : next);
  }

  /** The letters in view, the first and the end. */
  get #inView() {
    const { scrollLeft, clientWidth } = this.element;
    const start = Math.abs(scrollLeft) / COLUMN;
    return [Math.ceil(start - 0.1), Math.max(1, Math.floor(start + clientWidth / COLUMN))];
  }

  /**
   * Scrolls so that a letter is the first in view.
   *
   * @param {number} at
   */
  #turnTo(at) {
    this.element.scrollLeft = (this.isTurned ? -1 : 1) * at * COLUMN;
  }

  /** @param {number} at */
  #show(at) {
    this.at = at;
    this.#mark.style.transform = `translateX(${(this.isTurned ? -1 : 1) * at * COLUMN}px)`;
    this.#on.move();
  }

  /** @param {MouseEvent} event */
  #columnAt({ clientX }) {
    const { left, right, width } = this.track.getBoundingClientRect();
    const scale = width / this.track.offsetWidth; // slides scale what they show
    return Math.floor((this.isTurned ? right - clientX : clientX - left) / scale / COLUMN);
  }

  /** @param {PointerEvent} event */
  #onPoint(event) {
    const at = this.#columnAt(event);
    if (event.pointerType !== 'mouse' || !this.#has(at)) return;
    this.head.rest('pointer', true);
    if (at !== this.at) this.#show(at);
  }

  /** @param {number} at */
  #has(at) {
    return at >= 0 && at < this.#letters;
  }

  /** @param {number} at */
  #choose(at) {
    if (!this.#has(at)) return;
    this.goTo(at);
    this.#on.choose(at);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (key in UNITS) this.#on.unit(UNITS[key]);
    else if (key === 'Enter' || key === ' ') this.#choose(this.at);
    else if (key === 'Escape' && this.head.isHeld) this.hold(false);
    else if (key in MOVES) {
      const isSideways = key.startsWith('Arrow');
      const by = isSideways && this.isTurned ? -MOVES[key] : MOVES[key];
      this.#choose(Math.max(0, Math.min(this.#letters - 1, this.at + by)));
    } else return;
    event.preventDefault();
  }
}
