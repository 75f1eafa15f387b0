import { el } from '../../lib/dom.js';
import { sampleText } from '../sample-text.js';

/** @typedef {import('../../shared/protocol.js').Sample} Sample */

/** The least letters of a block, the only part that a browser lays out anew when the text grows. */
const BLOCK = 4000;

/** A text that grows in place while it is written. */
export class GrowingText {
  element = el('pre', { class: 'sample', tabIndex: 0 });
  /** The length of the text before the block that grows. */
  #before = 0;
  /** @type {HTMLElement} */
  #block = this.element;
  /** @type {unknown} */
  #source = this;
  #length = 0;

  /**
   * @param {Sample | undefined} sample undefined before the first
   * @param {unknown} source of the sample: that of a text which grows stays the same
   */
  update(sample, source = sample) {
    const text = sample?.text ?? '';
    const isSame = source === this.#source;
    if (isSame && text.length === this.#length) return;
    const { classList, scrollHeight, scrollTop, clientHeight } = this.element;
    if (isSame) this.#append(text.slice(this.#length));
    else if (sample) this.element.replaceChildren(...sampleText(sample));
    else {
      const when = el('span', { 'data-control': 'write' }, ', and when you press Write');
      this.element.replaceChildren('It writes while it trains', when, '.');
    }
    classList.toggle('empty', !sample);
    const isAtEnd = scrollHeight - scrollTop - clientHeight < 8;
    if (isSame && isAtEnd) this.element.scrollTop = this.element.scrollHeight;
    if (!isSame) {
      this.#block = this.element;
      this.#before = 0;
    }
    this.#source = source;
    this.#length = text.length;
  }

  /** @param {string} part of the text */
  #append(part) {
    const at = part.lastIndexOf('\n') + 1;
    if (at && this.#length + at - this.#before > BLOCK) {
      this.#block.append(part.slice(0, at));
      this.#before = this.#length + at;
      this.#block = this.element.appendChild(el('div'));
      part = part.slice(at);
    }
    this.#block.append(part);
  }
}
