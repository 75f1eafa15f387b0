import { el, setText } from '../../lib/dom.js';
import { formatBits, formatCount, formatSigned, formatWhole } from '../../lib/format.js';
import { titleOf } from '../../cells/gate-names.js';
import { shadeOf } from '../../cells/quantities.js';
import { legend, legendOf } from '../charts/legend.js';
import { ColouredPage } from './coloured-page.js';

/**
 * @typedef {import('../../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../../shared/protocol.js').UnitSeries} UnitSeries
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 *
 * @typedef {object} Unseen the first block of the validation text
 * @property {number} start the index of its first character
 * @property {number} end after its last character
 * @property {boolean} isAll true when it is the only block
 * @property {number} [bitsPerChar] the validation loss of the inspected model, where it is known
 */

/** The surprise, in bits, that gets the strongest colour. */
export const STRONG = 8;

/** A page of the text, each character coloured by its surprise or by a unit's value. */
export class ColouredTextView {
  #on;
  #by;
  #bits = el('p', { class: 'note' });
  #position;
  #positionText = el('span', {});
  #unseen;
  #legend = el('div', { class: 'scale' });
  #page;
  #unitOption = el('option', { value: 'unit' });
  /** @type {Parameters<ColouredTextView['update']>[0] | undefined} */
  #values;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(index: number) => void} on.choose selects a character of the text
   * @param {(index: number) => void} on.beginAt begins the page at a character
   * @param {() => void} on.colourBy called after the choice of the colouring
   */
  constructor(root, on) {
    this.#on = on;
    this.#by = el(
      'select',
      { 'aria-label': 'Colour by', onchange: () => this.#colourBy() },
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
      { type: 'button', onclick: () => on.beginAt(Number(this.#values?.unseen?.start)) },
      'Unseen text',
    );
    this.#page = new ColouredPage('The coloured text', (at) =>
      on.choose(Number(this.#values?.inspection.request.start) + at),
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
      this.#page.element,
      this.#bits,
    );
  }

  /**
   * @param {object} values
   * @param {Inspection} values.inspection
   * @param {import('../../cells/cells.js').Cell} values.cell
   * @param {number} values.index of the selected character in the text
   * @param {number} values.chars length of the text
   * @param {Unseen} [values.unseen]
   * @param {string} values.quantity
   * @param {number} values.unit
   * @param {Notation} values.notation
   */
  update(values) {
    this.#values = values;
    this.#draw();
  }

  /** True while the text is coloured by the unit's values. */
  get isByUnit() {
    return this.#by.value === 'unit';
  }

  destroy() {
    this.#page.stop();
  }

  #colourBy() {
    this.#on.colourBy();
    this.#draw();
  }

  #draw() {
    if (!this.#values) return;
    const { inspection, cell, index, chars, unseen, quantity, unit, notation } = this.#values;
    this.#unseen.hidden = !unseen;
    setText(this.#unitOption, `unit ${unit + 1}: ${titleOf(quantity, notation)}`);
    this.#position.max = String(chars - 1);
    if (this.#position.valueAsNumber !== index) this.#position.value = String(index);
    const { series, text, request } = inspection;
    const bySurprise = this.#by.value === 'surprise';
    const numbers = bySurprise ? series.surprise : series.values;
    const number = numbers[index - request.start]; // undefined until its page arrives
    const value = bySurprise ? `${formatBits(number)} bits` : formatSigned(number);
    const at = `letter ${formatWhole(index + 1)} of ${formatWhole(chars)}`;
    setText(this.#positionText, number === undefined ? at : `${at}: ${value}`);
    const shade = bySurprise
      ? (/** @type {number} */ bits) => bits / STRONG
      : shadeOf(cell, quantity);
    const scale = bySurprise
      ? legend('0 bits', `≥ ${STRONG} bits`)
      : legendOf(cell, quantity, notation);
    this.#legend.replaceChildren(...scale);
    const appearance = { text, shade, selected: index - request.start, bySurprise };
    this.#page.show(series, appearance);
    const about = unseen ? aboutUnseen(unseen, inspection) : '';
    setText(this.#bits, `${summary(series.surprise)}.${about}`);
  }
}

/**
 * The sentence about the unseen text at the beginning of a page; empty for other pages.
 *
 * @param {Unseen} unseen
 * @param {Inspection} inspection
 */
function aboutUnseen({ start, end, isAll, bitsPerChar }, { request, series }) {
  if (request.start !== start) return '';
  const letters = Math.min(end - start, request.count);
  const of = isAll && letters === end - start ? 'all of the unseen text' : 'unseen text';
  const measured =
    isAll && bitsPerChar !== undefined ? `, measured at ${formatBits(bitsPerChar)}` : '';
  const bits = summary(series.surprise.subarray(0, letters));
  return ` The beginning is ${of}${measured}: ${bits}.`;
}

/**
 * The surprise of a text in all and by letter.
 *
 * @param {Float64Array} surprise
 */
export function summary(surprise) {
  const sum = surprise.reduce((total, bits) => total + bits, 0);
  return `${formatBits(sum)} bits for ${formatCount(surprise.length, 'letter')}: ${formatBits(sum / surprise.length)} bits a letter`;
}
