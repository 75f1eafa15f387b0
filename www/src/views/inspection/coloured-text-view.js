import { cssColour } from '../../lib/colour-map.js';
import { el, setText } from '../../lib/dom.js';
import { InFrames } from '../../lib/in-frames.js';
import { formatBits, formatCount, formatSigned, formatWhole } from '../../lib/format.js';
import { titleOf } from '../../cells/gate-names.js';
import { colourLimit } from '../../cells/quantities.js';
import { visible } from './visible-characters.js';
import { legend, legendOf } from '../charts/legend.js';
import { themeOf } from '../charts/theme.js';

/**
 * @typedef {import('../../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../../shared/protocol.js').UnitSeries} UnitSeries
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 */

/** Characters coloured per frame. */
const PER_FRAME = 120;

/** The surprise, in bits, that gets the strongest colour. */
const STRONG = 8;

/** A page of the text, each character coloured by its surprise or by a unit's value. */
export class ColouredTextView {
  #by;
  #bits = { unclamped: el('p', { class: 'note' }), clamped: el('p', { class: 'note' }) };
  #unclampedCaption = el('figcaption', { hidden: true }, 'Unclamped');
  #clampedFigure;
  #position;
  #positionText = el('span', {});
  #unseen;
  #legend = el('div', { class: 'scale' });
  #pages;
  #unitOption = el('option', { value: 'unit' });
  /** @type {Parameters<ColouredTextView['update']>[0] | undefined} */
  #values;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(index: number) => void} on.choose selects a character of the text
   * @param {(index: number) => void} on.beginAt begins the page at a character
   */
  constructor(root, on) {
    this.#by = el(
      'select',
      { 'aria-label': 'Colour by', onchange: () => this.#draw() },
      el('option', { value: 'surprise' }, 'surprise'),
      this.#unitOption,
    );
    this.#position = el('input', {
      type: 'range',
      min: '0',
      'aria-label': 'Position in the text',
      oninput: () => on.choose(this.#position.valueAsNumber),
    });
    this.#unseen = el(
      'button',
      { type: 'button', onclick: () => on.beginAt(Number(this.#values?.validationFrom)) },
      'Unseen text',
    );
    const choose = (/** @type {number} */ at) =>
      on.choose(Number(this.#values?.inspection.request.start) + at);
    this.#pages = {
      unclamped: new Page('The coloured text', choose),
      clamped: new Page('The coloured text, clamped', choose),
    };
    this.#clampedFigure = el(
      'figure',
      { hidden: true },
      el('figcaption', {}, 'Clamped'),
      this.#pages.clamped.element,
      this.#bits.clamped,
    );
    root.append(
      el(
        'div',
        { class: 'bar' },
        el('label', {}, 'Colour by ', this.#by),
        el('label', { class: 'place' }, this.#position, this.#positionText),
        this.#unseen,
        this.#legend,
      ),
      el(
        'div',
        { class: 'compare' },
        el(
          'figure',
          {},
          this.#unclampedCaption,
          this.#pages.unclamped.element,
          this.#bits.unclamped,
        ),
        this.#clampedFigure,
      ),
    );
  }

  /**
   * @param {object} values
   * @param {Inspection} values.inspection
   * @param {import('../../cells/cells.js').Cell} values.cell
   * @param {number} values.index of the selected character in the text
   * @param {number} values.chars length of the text
   * @param {number} [values.validationFrom] index of the first character of the validation
   *   text, where there is one
   * @param {{step: number, bitsPerChar?: number}} values.validation the
   *   newest evaluation
   * @param {string} values.quantity
   * @param {number} values.unit
   * @param {Notation} values.notation
   */
  update(values) {
    this.#values = values;
    this.#draw();
  }

  /** Switches to colouring by the unit. */
  byUnit() {
    this.#by.value = 'unit';
    this.#draw();
  }

  destroy() {
    this.#pages.unclamped.stop();
    this.#pages.clamped.stop();
  }

  #draw() {
    if (!this.#values) return;
    const { inspection, cell, index, chars, validationFrom, validation, quantity, unit, notation } =
      this.#values;
    this.#unseen.hidden = validationFrom === undefined;
    setText(this.#unitOption, `unit ${unit + 1}: ${titleOf(quantity, notation)}`);
    this.#position.max = String(chars - 1);
    if (this.#position.valueAsNumber !== index) this.#position.value = String(index);
    const { series, clamped, text, request } = inspection;
    const bySurprise = this.#by.value === 'surprise';
    const numbers = bySurprise ? series.surprise : series.values;
    const number = numbers[index - request.start]; // undefined until its page arrives
    const value = bySurprise ? `${formatBits(number)} bits` : formatSigned(number);
    const at = `letter ${formatWhole(index + 1)} of ${formatWhole(chars)}`;
    setText(this.#positionText, number === undefined ? at : `${at}: ${value}`);
    const limit = bySurprise ? STRONG : colourLimit(cell, quantity, both(series, clamped?.series));
    const scale = bySurprise
      ? legend('0 bits', `≥ ${STRONG} bits`)
      : legendOf(cell, quantity, limit);
    this.#legend.replaceChildren(...scale);
    const appearance = { text, limit, selected: index - request.start, bySurprise };
    this.#pages.unclamped.show(series, appearance);
    const isValidationText =
      request.start === validationFrom && request.start + request.count === chars;
    const isSame = isValidationText && inspection.step === validation.step;
    const score = `. This is all of the unseen text, measured at ${formatBits(validation.bitsPerChar)}.`;
    setText(this.#bits.unclamped, summary(series.surprise) + (isSame ? score : '.'));
    this.#clampedFigure.hidden = !clamped;
    this.#unclampedCaption.hidden = !clamped;
    if (!clamped) return;
    this.#pages.clamped.show(clamped.series, appearance);
    setText(this.#bits.clamped, `${summary(clamped.series.surprise)}.`);
  }
}

/** A coloured page. */
class Page {
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
   * @param {number} appearance.limit the number that gets the strongest colour
   * @param {number} appearance.selected index in the page
   * @param {boolean} appearance.bySurprise
   */
  show(series, { text, limit, selected, bySurprise }) {
    const { scale, isDark } = themeOf(this.element);
    const colouring = [limit, bySurprise, isDark].join();
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
      span.style.background = cssColour(scale, numbers[at] / limit);
      span.title = bySurprise ? `${visible(chars[at])}: ${formatBits(numbers[at])} bits` : '';
    });
  }

  /** @param {number} at */
  #select(at) {
    this.element.children[this.#selected]?.classList.remove('selected');
    this.element.children[at]?.classList.add('selected');
    this.#selected = at;
  }
}

/**
 * The values with and without clamps, in one array.
 *
 * @param {UnitSeries} series
 * @param {UnitSeries} [clamped]
 */
function both({ values }, clamped) {
  return clamped ? Float32Array.of(...values, ...clamped.values) : values;
}

/** @param {Float64Array} surprise */
function summary(surprise) {
  const sum = surprise.reduce((total, bits) => total + bits, 0);
  return `${formatBits(sum)} bits for ${formatCount(surprise.length, 'letter')}: ${formatBits(sum / surprise.length)} bits a letter`;
}
