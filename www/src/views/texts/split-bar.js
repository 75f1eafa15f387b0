import { el, setText } from '../../lib/dom.js';
import { formatCount } from '../../lib/format.js';
import { term } from '../term.js';

/**
 * @typedef {object} Split of the text into a training and a validation part
 * @property {number} trainChars
 * @property {number} validationChars
 * @property {boolean} isExact false for an estimate
 */

/** The split of the text, as a bar and in numbers. */
export class SplitBar {
  #trainChars = el('span');
  #validationChars = el('span');
  #trainBar = el('i');
  #validationBar = el('i');
  element = el(
    'div',
    { class: 'split', hidden: true },
    el('span', { class: 'bar', 'aria-hidden': 'true' }, this.#trainBar, this.#validationBar),
    el(
      'p',
      {},
      el('span', {}, term('learnt text', 'learnt text'), this.#trainChars),
      el('span', {}, term('unseen text', 'unseen text'), this.#validationChars),
    ),
  );

  /** @param {Split | undefined} split */
  update(split) {
    this.element.hidden = !split;
    if (!split) return;
    const { trainChars, validationChars, isExact } = split;
    this.#trainBar.style.flexGrow = String(trainChars);
    this.#validationBar.style.flexGrow = String(validationChars);
    const about = isExact ? '' : 'about ';
    setText(this.#trainChars, `: ${about}${formatCount(trainChars, 'letter')}`);
    setText(this.#validationChars, `: ${about}${formatCount(validationChars, 'letter')}`);
  }
}
