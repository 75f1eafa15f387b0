import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';
import { svg } from '../../lib/svg.js';
import { term } from '../term.js';

/**
 * @typedef {object} Split of the text into a training and a validation part
 * @property {number} trainChars
 * @property {number} validationChars
 * @property {number[]} [validationBlocks] start, end, start, end … in characters
 * @property {boolean} isExact false for an estimate
 */

/** The split of the text, as a bar and in numbers. */
export class SplitBar {
  #trainChars = el('span');
  #validationChars = el('span');
  #bar = svg('svg', { class: 'bar', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  /** The blocks shown. */
  #shown = '';
  element = el(
    'div',
    { class: 'split', hidden: true },
    this.#bar,
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
    const { trainChars, validationChars, validationBlocks = [], isExact } = split;
    const borders = [0, ...validationBlocks, trainChars + validationChars];
    if (this.#shown !== borders.join()) {
      this.#shown = borders.join();
      this.#bar.setAttribute('viewBox', `0 0 ${borders[borders.length - 1]} 1`);
      this.#bar.replaceChildren(
        ...borders.slice(1).map((end, i) => {
          const width = end - borders[i];
          return svg('rect', { class: i % 2 ? 'unseen' : '', x: borders[i], width, height: 1 });
        }),
      );
    }
    const about = isExact ? '' : '≈ ';
    setText(this.#trainChars, `: ${about}${formatWhole(trainChars)}`);
    setText(this.#validationChars, `: ${about}${formatWhole(validationChars)}`);
  }
}
