import { el } from '../../lib/dom.js';
import { sampleText } from '../sample-text.js';

/** @typedef {import('../../shared/protocol.js').Sample} Sample */

/** A text that grows in place while it is written. */
export class GrowingText {
  element = el('pre', { class: 'sample', tabIndex: 0 });
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
    if (isSame) this.element.append(text.slice(this.#length));
    else if (sample) this.element.replaceChildren(...sampleText(sample));
    else {
      const when = el('span', { 'data-control': 'write' }, ', and when you press Write');
      this.element.replaceChildren('It writes while it trains', when, '.');
    }
    classList.toggle('empty', !sample);
    const isAtEnd = scrollHeight - scrollTop - clientHeight < 8;
    if (isSame && isAtEnd) this.element.scrollTop = this.element.scrollHeight;
    this.#source = source;
    this.#length = text.length;
  }
}
