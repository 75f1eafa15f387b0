import { el, setText } from '../../lib/dom.js';
import { legend } from '../charts/legend.js';
import { afterStep } from '../after-step.js';
import { sampleText } from '../sample-text.js';
import { ColouredPage } from './coloured-page.js';
import { STRONG, summary } from './coloured-text-view.js';

/** @typedef {import('../../shared/protocol.js').Inspection} Inspection */

const EMPTY =
  'Press Clamp, or Silence the unit: here the network reads the same text and goes on writing with that part held still.';

/** A text in the colours of its surprise, and below it the continuation: of one network. */
class Side {
  element;
  page;
  #bits = el('p', { class: 'note' });
  #when = el('p', { class: 'note' });
  #text;

  /**
   * @param {string} name
   * @param {(at: number) => void} choose selects a character of the page
   */
  constructor(name, choose) {
    const label = `${name}: the letters it writes`;
    this.#text = el('pre', { class: 'sample', tabIndex: 0, role: 'group', 'aria-label': label });
    this.page = new ColouredPage(`${name}: the text in colours of surprise`, choose);
    this.element = el(
      'figure',
      {},
      el('figcaption', {}, name),
      this.page.element,
      this.#bits,
      this.#when,
      this.#text,
    );
  }

  /**
   * @param {import('../../shared/protocol.js').UnitSeries} series
   * @param {string} text
   * @param {number} selected
   */
  read(series, text, selected) {
    const shade = (/** @type {number} */ bits) => bits / STRONG;
    this.page.show(series, { text, shade, selected, bySurprise: true });
    setText(this.#bits, `${summary(series.surprise)}.`);
  }

  /** @param {import('../../shared/protocol.js').Sample} [sample] */
  write(sample) {
    setText(this.#when, sample ? `It goes on, ${afterStep(sample)}:` : '');
    this.#text.replaceChildren(...(sample ? sampleText(sample) : []));
  }
}

/** The network with its clamps beside the one without, reading and writing. */
export class ClampComparison {
  element;
  #unclamped;
  #clamped;
  #empty = el('p', { class: 'note nothing' }, EMPTY);
  /** The index of the first character of the page. */
  #start = 0;

  /** @param {(index: number) => void} choose selects a character of the text */
  constructor(choose) {
    const chooseAt = (/** @type {number} */ at) => choose(this.#start + at);
    this.#unclamped = new Side('Unclamped', chooseAt);
    this.#clamped = new Side('Clamped', chooseAt);
    const scale = el('div', { class: 'scale' }, ...legend('0 bits', `≥ ${STRONG} bits`));
    this.element = el(
      'div',
      {},
      scale,
      el('div', { class: 'compare' }, this.#unclamped.element, this.#clamped.element, this.#empty),
    );
  }

  /**
   * @param {Inspection} inspection
   * @param {number} index of the selected character in the text
   * @param {boolean} isClamped
   */
  read({ series, clamped, text, request }, index, isClamped) {
    this.#start = request.start;
    this.#clamped.element.hidden = !isClamped;
    this.#empty.hidden = isClamped;
    const selected = index - request.start;
    this.#unclamped.read(series, text, selected);
    if (clamped) this.#clamped.read(clamped.series, text, selected);
  }

  /** @param {import('../../shared/protocol.js').Written} [written] by default nothing */
  write(written) {
    this.#unclamped.write(written?.unclamped);
    this.#clamped.write(written?.clamped);
  }

  stop() {
    this.#unclamped.page.stop();
    this.#clamped.page.stop();
  }
}
