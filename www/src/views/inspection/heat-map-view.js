import { el, scrollTo, setText } from '../../lib/dom.js';
import { formatSigned, formatWhole } from '../../lib/format.js';
import { titleOf } from '../../cells/gate-names.js';
import { forgetGateOf, shadeOf } from '../../cells/quantities.js';
import { shownChars } from './visible-characters.js';
import { inSentence } from '../visible.js';
import { legendOf } from '../charts/legend.js';
import { table } from '../charts/table.js';
import { HeatMapCanvas } from './heat-map-canvas.js';
import { halfLifeText, ORDERS, orderUnits, SteadyOrder } from './unit-orders.js';

/**
 * @typedef {import('../../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 * @typedef {Parameters<HeatMapView['update']>[0]} Values
 */

/** The greatest number of units drawn, the first ones of the chosen order. */
const ROWS = 96;

/** @type {Record<string, [number, number]>} columns and rows to move by, by key */
const MOVES = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/** The text above a heat map of units by characters. */
export class HeatMapView {
  #canvas = new HeatMapCanvas();
  #strip;
  #readout = el('p', { class: 'readout' });
  #note = el('p', { class: 'note' });
  #legend = el('div', { class: 'scale' });
  #order;
  #steady = new SteadyOrder();
  #column = el('div', {
    class: 'column',
    tabIndex: 0,
    role: 'group',
    'aria-label': 'The numbers at the selected letter',
  });
  #details;
  #on;
  /** The column scrolled into view; while it stays selected, the reader may scroll elsewhere. */
  #scrolledTo = 0;
  /**
   * The units from top to bottom.
   *
   * @type {number[]}
   */
  #rows = [];
  /** True while the selection does not follow the mouse. */
  #isPinned = false;
  /** @type {Values | undefined} */
  #values;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(column: number, unit: number) => void} on.choose selects a
   *   character, counted from the first shown, and a unit
   * @param {(columns: number, rows: number) => void} on.move selects another character and
   *   unit
   */
  constructor(root, on) {
    this.#on = on;
    this.#strip = el(
      'div',
      {
        class: 'strip',
        role: 'slider',
        tabIndex: 0,
        'aria-valuemin': 0,
        'aria-label': 'Memory strip. Left and right choose a letter, up and down a unit',
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event),
        onclick: (/** @type {PointerEvent} */ event) => this.#onClick(event),
        onpointermove: (/** @type {PointerEvent} */ event) => this.#onMove(event),
      },
      this.#canvas.element,
    );
    this.#order = el(
      'select',
      { 'aria-label': 'Order of the units', onchange: () => this.#draw() },
      ...Object.entries(ORDERS).map(([value, name]) => el('option', { value }, name)),
    );
    this.#details = el(
      'details',
      { ontoggle: () => this.#tabulate() },
      el('summary', {}, 'The selected letter as a table'),
      this.#column,
    );
    root.append(
      el('div', { class: 'bar' }, el('label', {}, 'Units ', this.#order), this.#legend),
      this.#strip,
      this.#readout,
      this.#note,
      this.#details,
    );
  }

  /**
   * @param {object} values
   * @param {Inspection} values.inspection
   * @param {import('../../cells/cells.js').Cell} values.cell
   * @param {string} values.quantity shown
   * @param {number} values.index of the selected character among those shown
   * @param {number} values.layer
   * @param {number} values.unit
   * @param {number} values.hiddenSize
   * @param {Notation} values.notation
   * @param {object} values.run that trains the network
   * @param {boolean} values.isTraining
   */
  update(values) {
    this.#values = values;
    this.#draw();
  }

  #draw() {
    if (!this.#values) return;
    const { inspection, cell, quantity, index, layer, unit, hiddenSize, run } = this.#values;
    const { values } = inspection.reading.layers[layer];
    const numbers = values[quantity];
    if (!numbers) return;
    const shades = numbers.map(shadeOf(cell, quantity));
    const forget = forgetGateOf(cell, values);
    const life = /** @type {HTMLOptionElement} */ (this.#order.options[2]);
    life.disabled = !forget; // which the order by half-life needs
    if (!forget && this.#order.value === 'life') this.#order.value = 'change';
    const order = this.#order.value;
    const choices = [order, quantity, layer, inspection.request.text, run];
    const { isTraining } = this.#values;
    const sorted = this.#steady.take(choices, { step: inspection.step, isTraining }, () =>
      orderUnits(order, shades, forget, hiddenSize),
    );
    const chars = shownChars(inspection);
    const shown = sorted.slice(0, ROWS);
    if (!shown.includes(unit)) shown[shown.length - 1] = unit;
    this.#rows = shown;
    this.#canvas.draw({
      chars,
      units: shown,
      value: (t, unit) => shades[t * hiddenSize + unit],
      column: index,
      unit,
    });
    this.#describe(chars, numbers);
    this.#tabulate();
    if (index === this.#scrolledTo) return;
    this.#scrolledTo = index;
    scrollTo(this.#strip, ...this.#canvas.edgesOf(index));
  }

  /**
   * @param {string[]} chars
   * @param {Float32Array} numbers
   */
  #describe(chars, numbers) {
    const { cell, quantity, index, layer, unit, hiddenSize, notation, inspection } =
      /** @type {Values} */ (this.#values);
    const value = formatSigned(numbers[index * hiddenSize + unit]);
    const title = titleOf(quantity, notation);
    const forget = forgetGateOf(cell, inspection.reading.layers[layer].values);
    const text = `“${inSentence(chars[index])}”, unit ${unit + 1}: ${title} ${value}.`;
    setText(this.#readout, forget ? `${text} ${halfLifeText(forget, hiddenSize, unit)}` : text);
    this.#strip.setAttribute('aria-valuemax', String(chars.length - 1));
    this.#strip.setAttribute('aria-valuenow', String(index));
    this.#strip.setAttribute('aria-valuetext', text);
    this.#legend.replaceChildren(...legendOf(cell, quantity, notation));
    const isPart = hiddenSize > this.#rows.length;
    const order = ORDERS[/** @type {keyof typeof ORDERS} */ (this.#order.value)];
    const counted = `${this.#rows.length} of ${formatWhole(hiddenSize)} units, ${order}.`;
    setText(this.#note, isPart ? counted : '');
  }

  /** Fills the table of the selected character, when it is open. */
  #tabulate() {
    if (!this.#details.open || !this.#values) return;
    const { inspection, layer, index, hiddenSize, notation } = this.#values;
    const { values } = inspection.reading.layers[layer];
    const names = Object.keys(values).filter((name) => name !== 'h'); // an RNN's other name of `hidden`
    const rows = this.#rows.map((unit) => [
      String(unit + 1),
      ...names.map((name) => formatSigned(values[name][index * hiddenSize + unit])),
    ]);
    const heads = ['Unit', ...names.map((name) => titleOf(name, notation))];
    const caption = `At “${inSentence(shownChars(inspection)[index])}”`;
    this.#column.replaceChildren(table(caption, heads, rows));
  }

  /**
   * The unit a number of rows below another.
   *
   * @param {number} unit
   * @param {number} rows
   */
  neighbour(unit, rows) {
    const row = this.#rows.indexOf(unit) + rows;
    return this.#rows[Math.max(0, Math.min(this.#rows.length - 1, row))] ?? unit;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!(event.key in MOVES)) return;
    event.preventDefault();
    const [columns, rows] = MOVES[event.key];
    const isBack = this.#canvas.isTurned && event.key.startsWith('Arrow');
    this.#on.move(isBack ? -columns : columns, rows);
  }

  /**
   * Selects the character and unit under the mouse, until a click pins the selection.
   *
   * @param {PointerEvent} event
   */
  #onMove(event) {
    if (event.pointerType === 'mouse' && !this.#isPinned) this.#select(event);
  }

  /**
   * Pins the selection; a second click at the same character unpins it.
   *
   * @param {PointerEvent} event
   */
  #onClick(event) {
    const isSame = this.#canvas.cellAt(event).column === this.#values?.index;
    this.#isPinned = !(this.#isPinned && isSame);
    this.#select(event);
  }

  /** @param {PointerEvent} event */
  #select(event) {
    const { column, row } = this.#canvas.cellAt(event);
    const { inspection, unit } = this.#values ?? {};
    if (!inspection || column < 0 || column >= inspection.reading.chars) return;
    this.#on.choose(column, this.#rows[row] ?? unit);
  }
}
