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

/** Characters that are coloured in one frame. */
const PER_FRAME = 120;

/** Bits that get the strongest colour. */
const STRONG = 8;

/** A page of the text, every character coloured by how surprising it was or by what a unit did. */
export class ColouredTextView {
  #by;
  #bits = { free: el('p', { class: 'note' }), clamped: el('p', { class: 'note' }) };
  #freeCaption = el('figcaption', {}, 'Untouched');
  #clampedFigure;
  #position;
  #positionText = el('span', {});
  #checked;
  #legend = el('div', { class: 'scale' });
  #pages;
  #unitOption = el('option', { value: 'unit' });
  /** @type {Parameters<ColouredTextView['update']>[0] | undefined} */
  #values;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(index: number) => void} on.choose a character, counted in the text
   * @param {(index: number) => void} on.beginAt begins the page with a character
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
      'aria-label': 'Place in the text',
      oninput: () => on.choose(this.#position.valueAsNumber),
    });
    this.#checked = el(
      'button',
      { type: 'button', onclick: () => on.beginAt(Number(this.#values?.checkedFrom)) },
      'Validation text',
    );
    const choose = (/** @type {number} */ at) =>
      on.choose(Number(this.#values?.inspection.request.start) + at);
    this.#pages = {
      free: new Page('The coloured text', choose),
      clamped: new Page('The coloured text with what is held', choose),
    };
    this.#clampedFigure = el(
      'figure',
      {},
      el('figcaption', {}, 'With what is held'),
      this.#pages.clamped.element,
      this.#bits.clamped,
    );
    root.append(
      el(
        'div',
        { class: 'bar' },
        el('label', {}, 'Colour by ', this.#by),
        el('label', { class: 'place' }, this.#position, this.#positionText),
        this.#checked,
        this.#legend,
      ),
      el(
        'div',
        { class: 'compare' },
        el('figure', {}, this.#freeCaption, this.#pages.free.element, this.#bits.free),
        this.#clampedFigure,
      ),
    );
  }

  /**
   * @param {object} values
   * @param {Inspection} values.inspection
   * @param {import('../../cells/cells.js').Cell} values.cell
   * @param {number} values.index the chosen character, counted in the text
   * @param {number} values.chars of the text
   * @param {number} [values.checkedFrom] the first character that validation scores; left out where there is none
   * @param {{step: number, bitsPerChar?: number}} values.validation what it last found
   * @param {string} values.quantity
   * @param {number} values.unit
   * @param {Notation} values.notation
   */
  update(values) {
    this.#values = values;
    this.#draw();
  }

  /** Colours by the unit from now on. */
  byUnit() {
    this.#by.value = 'unit';
    this.#draw();
  }

  destroy() {
    this.#pages.free.stop();
    this.#pages.clamped.stop();
  }

  #draw() {
    if (!this.#values) return;
    const { inspection, cell, index, chars, checkedFrom, validation, quantity, unit, notation } =
      this.#values;
    this.#checked.hidden = checkedFrom === undefined;
    setText(this.#unitOption, `unit ${unit + 1}: ${titleOf(quantity, notation)}`);
    this.#position.max = String(chars - 1);
    if (this.#position.valueAsNumber !== index) this.#position.value = String(index);
    const { series, clamped, text, request } = inspection;
    const bySurprise = this.#by.value === 'surprise';
    const numbers = bySurprise ? series.surprise : series.values;
    const number = numbers[index - request.start]; // undefined while its page is on its way
    const told = bySurprise ? `${formatBits(number)} bits` : formatSigned(number);
    const at = `character ${formatWhole(index + 1)} of ${formatWhole(chars)}`;
    setText(this.#positionText, number === undefined ? at : `${at}: ${told}`);
    const reach = bySurprise ? STRONG : colourLimit(cell, quantity, both(series, clamped?.series));
    const scale = bySurprise
      ? legend('0 bits', `≥ ${STRONG} bits`)
      : legendOf(cell, quantity, reach);
    this.#legend.replaceChildren(...scale);
    const shown = { text, reach, chosen: index - request.start, bySurprise };
    this.#pages.free.show(series, shown);
    const isScored = request.start === checkedFrom && request.start + request.count === chars;
    const isSame = isScored && inspection.step === validation.step;
    const score = `, all that validation scores: its ${formatBits(validation.bitsPerChar)}.`;
    setText(this.#bits.free, account(series.surprise) + (isSame ? score : '.'));
    this.#clampedFigure.hidden = !clamped;
    this.#freeCaption.hidden = !clamped;
    if (!clamped) return;
    this.#pages.clamped.show(clamped.series, shown);
    setText(this.#bits.clamped, `${account(clamped.series.surprise)}.`);
  }
}

/** A coloured page. */
class Page {
  element;
  #frames = new InFrames();
  /** @type {UnitSeries | undefined} */
  #series;
  /** How it is coloured. */
  #how = '';
  #chosen = -1;

  /** @param {string} label @param {(at: number) => void} choose a character of the page */
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
   * @param {{text: string, reach: number, chosen: number, bySurprise: boolean}} how
   */
  show(series, { text, reach, chosen, bySurprise }) {
    const { scale, isDark } = themeOf(this.element);
    const how = [reach, bySurprise, isDark].join();
    this.#choose(chosen);
    if (series === this.#series && how === this.#how) return;
    this.#series = series;
    this.#how = how;
    const chars = [...text];
    const numbers = bySurprise ? series.surprise : series.values;
    while (this.element.childElementCount > chars.length) this.element.lastElementChild?.remove();
    while (this.element.childElementCount < chars.length) this.element.append(el('span'));
    this.#choose(chosen); // it may not have been there
    const spans = /** @type {HTMLElement[]} */ ([...this.element.children]);
    this.#frames.start(chars.length, PER_FRAME, (at) => {
      const span = spans[at];
      setText(span, chars[at] === '\n' ? '↵\n' : chars[at]);
      span.style.background = cssColour(scale, numbers[at] / reach);
      span.title = bySurprise ? `${visible(chars[at])}: ${formatBits(numbers[at])} bits` : '';
    });
  }

  /** @param {number} at */
  #choose(at) {
    this.element.children[this.#chosen]?.classList.remove('chosen');
    this.element.children[at]?.classList.add('chosen');
    this.#chosen = at;
  }
}

/** The numbers of both. @param {UnitSeries} series @param {UnitSeries} [clamped] */
function both({ values }, clamped) {
  return clamped ? Float32Array.of(...values, ...clamped.values) : values;
}

/** @param {Float64Array} surprise */
function account(surprise) {
  const sum = surprise.reduce((total, bits) => total + bits, 0);
  return `${formatBits(sum)} bits for ${formatCount(surprise.length, 'character')}: ${formatBits(sum / surprise.length)} bits per character`;
}
