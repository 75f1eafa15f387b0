import { colourOf } from '../../lib/colour-map.js';
import { el, scrollTo, setText } from '../../lib/dom.js';
import { formatSigned, formatWhole } from '../../lib/format.js';
import { activity, descending, halfLives } from '../../inspection/unit-statistics.js';
import { titleOf } from '../../cells/gate-names.js';
import { forgetGateOf, colourLimit } from '../../cells/quantities.js';
import { shownChars, visible } from './visible-characters.js';
import { legendOf } from '../charts/legend.js';
import { table } from '../charts/table.js';
import { themeOf } from '../charts/theme.js';

/**
 * @typedef {import('../../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 *
 * @typedef {Parameters<HeatMapView['update']>[0]} Values
 */

/** Units that are drawn; of more, the first of the order. */
const ROWS = 96;
/** In pixels of the page. */
const COLUMN = 12;
const LETTERS = 22;
/** Rows are as high as this all together, where that leaves each as high as it may be. */
const ROOM = 320;
const [LOWEST, HIGHEST] = [4, 12];

/** Columns and rows by key. @type {Record<string, [number, number]>} */
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

const ORDERS = { index: 'by number', activity: 'by activity', life: 'by half-life' };

/** The text with a heat map below it, units by characters. */
export class HeatMapView {
  #canvas = el('canvas', {});
  #strip;
  #readout = el('p', { class: 'readout' });
  #note = el('p', { class: 'note' });
  #legend = el('div', { class: 'scale' });
  #order;
  #column = el('div', {
    class: 'column',
    tabIndex: 0,
    role: 'group',
    'aria-label': 'The numbers of the chosen character',
  });
  #details;
  #on;
  /** The character that was brought into view: while it stays chosen, the reader may scroll elsewhere. */
  #scrolledTo = 0;
  /** @type {number[]} units from top to bottom */
  #rows = [];
  /** How high a row is. */
  #height = LOWEST;
  /** Whether the choice stays when the mouse moves on. */
  #isPinned = false;
  /** @type {Values | undefined} */
  #values;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(column: number, unit: number) => void} on.choose a character, counted from the first shown, and a unit
   * @param {(columns: number, rows: number) => void} on.move to another character and unit
   */
  constructor(root, on) {
    this.#on = on;
    this.#strip = el(
      'div',
      {
        class: 'strip',
        role: 'slider',
        tabIndex: 0,
        'aria-label': 'Memory strip. Left and right choose a character, up and down a unit',
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event),
        onclick: (/** @type {PointerEvent} */ event) => this.#onClick(event),
        onpointermove: (/** @type {PointerEvent} */ event) => this.#onMove(event),
      },
      this.#canvas,
    );
    this.#order = el(
      'select',
      { 'aria-label': 'Order of the units', onchange: () => this.#draw() },
      ...Object.entries(ORDERS).map(([value, name]) => el('option', { value }, name)),
    );
    this.#order.value = 'activity';
    this.#details = el(
      'details',
      { ontoggle: () => this.#tabulate() },
      el('summary', {}, 'The chosen character as a table'),
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
   * @param {string} values.quantity whose numbers are shown
   * @param {number} values.index the chosen character, counted from the first shown
   * @param {number} values.layer
   * @param {number} values.unit
   * @param {number} values.hiddenSize
   * @param {Notation} values.notation
   */
  update(values) {
    this.#values = values;
    this.#draw();
  }

  #draw() {
    if (!this.#values) return;
    const { inspection, cell, quantity, index, layer, unit, hiddenSize } = this.#values;
    const { values } = inspection.reading.layers[layer];
    const numbers = values[quantity];
    if (!numbers) return;
    this.#rows = this.#sorted(forgetGateOf(cell, values), numbers, hiddenSize);
    const chars = shownChars(inspection);
    const shown = this.#rows.slice(0, ROWS);
    if (!shown.includes(unit)) shown[shown.length - 1] = unit;
    this.#rows = shown;
    const high = Math.max(LOWEST, Math.min(HIGHEST, Math.floor(ROOM / shown.length)));
    this.#height = high;
    const [width, height] = [chars.length * COLUMN, LETTERS + shown.length * high + 1];
    const ratio = devicePixelRatio || 1;
    Object.assign(this.#canvas, { width: width * ratio, height: height * ratio });
    Object.assign(this.#canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
    context.scale(ratio, ratio);
    const theme = themeOf(this.#strip);
    const reach = colourLimit(cell, quantity, numbers);
    const map = heatMap(chars.length, shown.length, (t, row) =>
      colourOf(theme.scale, numbers[t * hiddenSize + shown[row]] / reach),
    );
    context.imageSmoothingEnabled = false;
    context.drawImage(map, 0, LETTERS, width, shown.length * high);
    context.textAlign = 'center';
    context.fillStyle = theme.ink;
    for (const [t, char] of chars.entries()) {
      context.font = `${t === index ? 'bold ' : ''}14px ${theme.mono}`;
      context.fillText(visible(char), (t + 0.5) * COLUMN, 16);
    }
    context.strokeStyle = theme.ink;
    context.lineWidth = 1;
    context.strokeRect(index * COLUMN + 0.5, LETTERS - 0.5, COLUMN - 1, shown.length * high + 1);
    const row = shown.indexOf(unit);
    context.strokeRect(0.5, LETTERS + row * high - 0.5, width - 1, high + 1);
    this.#describe(chars, numbers, reach);
    this.#tabulate();
    if (index === this.#scrolledTo) return;
    this.#scrolledTo = index;
    scrollTo(this.#strip, index * COLUMN, (index + 1) * COLUMN);
  }

  /** @param {Float32Array | undefined} forget @param {Float32Array} numbers @param {number} units */
  #sorted(forget, numbers, units) {
    const life = /** @type {HTMLOptionElement} */ (this.#order.options[2]);
    life.disabled = !forget;
    if (!forget && this.#order.value === 'life') this.#order.value = 'activity';
    const { value } = this.#order;
    if (value === 'activity') return descending(activity(numbers, units));
    if (value === 'life' && forget) return descending(halfLives(forget, units));
    return Array.from({ length: units }, (_, unit) => unit);
  }

  /** @param {string[]} chars @param {Float32Array} numbers @param {number} reach */
  #describe(chars, numbers, reach) {
    const { cell, quantity, index, layer, unit, hiddenSize, notation, inspection } =
      /** @type {Values} */ (this.#values);
    const value = formatSigned(numbers[index * hiddenSize + unit]);
    const title = titleOf(quantity, notation);
    const forget = forgetGateOf(cell, inspection.reading.layers[layer].values);
    const own = forget?.filter((_, at) => at % hiddenSize === unit);
    const life = own && halfLives(own, 1)[0];
    const lives =
      life === undefined
        ? ''
        : life > 9999
          ? ' It keeps what it has.'
          : ` Half of its memory is left after ${formatSigned(life)} characters.`;
    const text = `“${visible(chars[index])}”, unit ${unit + 1}: ${title} ${value}.`;
    setText(this.#readout, text + lives);
    this.#strip.setAttribute('aria-valuemin', '0');
    this.#strip.setAttribute('aria-valuemax', String(chars.length - 1));
    this.#strip.setAttribute('aria-valuenow', String(index));
    this.#strip.setAttribute('aria-valuetext', text);
    this.#legend.replaceChildren(...legendOf(cell, quantity, reach));
    const all = hiddenSize > this.#rows.length;
    const order = ORDERS[/** @type {keyof typeof ORDERS} */ (this.#order.value)];
    const counted = `${this.#rows.length} of ${formatWhole(hiddenSize)} units, ${order}. `;
    setText(this.#note, `${all ? counted : ''}Point to choose, click to stay there.`);
  }

  /** The numbers of the chosen character, when somebody looks. */
  #tabulate() {
    if (!this.#details.open || !this.#values) return;
    const { inspection, layer, index, hiddenSize, notation } = this.#values;
    const { values } = inspection.reading.layers[layer];
    const names = Object.keys(values).filter((name) => name !== 'h'); // it is hidden, too
    const rows = this.#rows.map((unit) => [
      String(unit + 1),
      ...names.map((name) => formatSigned(values[name][index * hiddenSize + unit])),
    ]);
    const heads = ['Unit', ...names.map((name) => titleOf(name, notation))];
    const caption = `At “${visible(shownChars(inspection)[index])}”`;
    this.#column.replaceChildren(table(caption, heads, rows));
  }

  /** The unit that stands some rows below another. @param {number} unit @param {number} rows */
  neighbour(unit, rows) {
    const row = this.#rows.indexOf(unit) + rows;
    return this.#rows[Math.max(0, Math.min(this.#rows.length - 1, row))] ?? unit;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    this.#on.move(...move);
  }

  /** A mouse chooses by being there, until it clicks. @param {PointerEvent} event */
  #onMove(event) {
    if (event.pointerType === 'mouse' && !this.#isPinned) this.#point(event);
  }

  /** A second click at the same place lets go of it. @param {PointerEvent} event */
  #onClick(event) {
    const before = this.#values?.index;
    const wasPinned = this.#isPinned;
    this.#point(event);
    this.#isPinned = !(wasPinned && this.#columnOf(event) === before);
  }

  /** @param {PointerEvent} event */
  #columnOf({ clientX }) {
    return Math.floor((clientX - this.#canvas.getBoundingClientRect().left) / COLUMN);
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const column = this.#columnOf(event);
    const { inspection, unit } = this.#values ?? {};
    if (!inspection || column < 0 || column >= inspection.reading.chars) return;
    const { top } = this.#canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - top - LETTERS) / this.#height);
    this.#on.choose(column, this.#rows[row] ?? unit);
  }
}

/**
 * A picture with a pixel for every number.
 *
 * @param {number} columns
 * @param {number} rows
 * @param {(column: number, row: number) => ArrayLike<number>} colour red, green and blue
 */
function heatMap(columns, rows, colour) {
  const canvas = new OffscreenCanvas(columns, rows);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 4 * (row * columns + column);
      image.data.set(colour(column, row), at);
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
