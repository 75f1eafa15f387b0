import { colourOf } from '../lib/colour-map.js';
import { el, scrollTo, setText } from '../lib/dom.js';
import { formatSigned, formatWhole } from '../lib/format.js';
import { activity, descending, halfLives } from '../lib/order.js';
import { reachOf, titleOf, visible } from '../shared/parts.js';
import { legendOf } from './legend.js';
import { themeOf } from './theme.js';

/**
 * @typedef {import('../shared/protocol.js').Insight} Insight
 * @typedef {import('../shared/cells.js').Vocabulary} Vocabulary
 *
 * @typedef {Parameters<MemoryView['update']>[0]} Values
 */

/** Units that are drawn; of more, the first of the order. */
const ROWS = 96;
/** In pixels of the page. */
const COLUMN = 12;
const LETTERS = 22;
const HEIGHT = 4;

/** Columns and rows by key. @type {Record<string, [number, number]>} */
const MOVES = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

const ORDERS = { index: 'by number', activity: 'by activity', life: 'by half-life' };

/** The text with a heat map below it, units by characters. */
export class MemoryView {
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
        onpointerdown: (/** @type {PointerEvent} */ event) => this.#onPoint(event),
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
   * @param {Insight} values.insight
   * @param {string} values.part whose numbers are shown
   * @param {number} values.place the chosen character, counted from the first shown
   * @param {number} values.layer
   * @param {number} values.unit
   * @param {number} values.hiddenSize
   * @param {Vocabulary} values.words
   */
  update(values) {
    this.#values = values;
    this.#draw();
  }

  #draw() {
    if (!this.#values) return;
    const { insight, part, place, layer, unit, hiddenSize } = this.#values;
    const { values } = insight.reading.layers[layer];
    const numbers = values[part];
    if (!numbers) return;
    this.#rows = this.#sorted(values, numbers, hiddenSize);
    const chars = shownChars(insight);
    const shown = this.#rows.slice(0, ROWS);
    if (!shown.includes(unit)) shown[shown.length - 1] = unit;
    this.#rows = shown;
    const [width, height] = [chars.length * COLUMN, LETTERS + shown.length * HEIGHT];
    const ratio = devicePixelRatio || 1;
    Object.assign(this.#canvas, { width: width * ratio, height: height * ratio });
    Object.assign(this.#canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
    context.scale(ratio, ratio);
    const theme = themeOf(this.#strip);
    const reach = reachOf(part, numbers);
    const cells = heatMap(chars.length, shown.length, (t, row) =>
      colourOf(theme.scale, numbers[t * hiddenSize + shown[row]] / reach),
    );
    context.imageSmoothingEnabled = false;
    context.drawImage(cells, 0, LETTERS, width, height - LETTERS);
    context.textAlign = 'center';
    context.fillStyle = theme.ink;
    for (const [t, char] of chars.entries()) {
      context.font = `${t === place ? 'bold ' : ''}14px ${theme.mono}`;
      context.fillText(visible(char), (t + 0.5) * COLUMN, 16);
    }
    context.strokeStyle = theme.ink;
    context.lineWidth = 1;
    context.strokeRect(place * COLUMN + 0.5, LETTERS - 0.5, COLUMN - 1, height - LETTERS);
    const row = shown.indexOf(unit);
    context.strokeRect(0.5, LETTERS + row * HEIGHT - 0.5, width - 1, HEIGHT + 1);
    this.#describe(chars, numbers, reach);
    this.#tabulate();
    if (place === this.#scrolledTo) return;
    this.#scrolledTo = place;
    scrollTo(this.#strip, place * COLUMN, (place + 1) * COLUMN);
  }

  /** @param {Record<string, Float32Array>} values @param {Float32Array} numbers @param {number} units */
  #sorted(values, numbers, units) {
    const { value } = this.#order;
    const life = /** @type {HTMLOptionElement} */ (this.#order.options[2]);
    life.disabled = !values.f;
    if (value === 'activity') return descending(activity(numbers, units));
    if (value === 'life' && values.f) return descending(halfLives(values.f, units));
    return Array.from({ length: units }, (_, unit) => unit);
  }

  /** @param {string[]} chars @param {Float32Array} numbers @param {number} reach */
  #describe(chars, numbers, reach) {
    const { part, place, layer, unit, hiddenSize, words, insight } = /** @type {Values} */ (
      this.#values
    );
    const value = formatSigned(numbers[place * hiddenSize + unit]);
    const title = titleOf(part, words);
    const { f } = insight.reading.layers[layer].values;
    const life = f ? halfLives(f, hiddenSize)[unit] : undefined;
    const lives =
      life === undefined
        ? ''
        : life > 9999
          ? ' It keeps what it has.'
          : ` Half of its memory is left after ${formatSigned(life)} characters.`;
    const text = `“${visible(chars[place])}”, unit ${unit + 1}: ${title} ${value}.`;
    setText(this.#readout, text + lives);
    this.#strip.setAttribute('aria-valuemin', '0');
    this.#strip.setAttribute('aria-valuemax', String(chars.length - 1));
    this.#strip.setAttribute('aria-valuenow', String(place));
    this.#strip.setAttribute('aria-valuetext', text);
    this.#legend.replaceChildren(...legendOf(part, reach));
    const all = hiddenSize > this.#rows.length;
    const order = ORDERS[/** @type {keyof typeof ORDERS} */ (this.#order.value)];
    setText(
      this.#note,
      all ? `${this.#rows.length} of ${formatWhole(hiddenSize)} units, ${order}.` : '',
    );
  }

  /** The numbers of the chosen character, when somebody looks. */
  #tabulate() {
    if (!this.#details.open || !this.#values) return;
    const { insight, layer, place, hiddenSize, words } = this.#values;
    const { values } = insight.reading.layers[layer];
    const names = Object.keys(values).filter((name) => name !== 'h'); // it is hidden, too
    const rows = this.#rows.map((unit) =>
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, String(unit + 1)),
        ...names.map((name) => el('td', {}, formatSigned(values[name][place * hiddenSize + unit]))),
      ),
    );
    this.#column.replaceChildren(
      el(
        'table',
        {},
        el('caption', {}, `At “${visible(shownChars(insight)[place])}”`),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', { scope: 'col' }, 'Unit'),
            ...names.map((name) => el('th', { scope: 'col' }, titleOf(name, words))),
          ),
        ),
        el('tbody', {}, ...rows),
      ),
    );
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

  /** A mouse chooses by being there, a finger by drawing. @param {PointerEvent} event */
  #onMove(event) {
    if (event.pointerType === 'mouse' || event.buttons > 0) this.#onPoint(event);
  }

  /** @param {PointerEvent} event */
  #onPoint({ clientX, clientY }) {
    const { left, top } = this.#canvas.getBoundingClientRect();
    const row = Math.floor((clientY - top - LETTERS) / HEIGHT);
    const unit = this.#rows[row] ?? this.#values?.unit ?? 0;
    this.#on.choose(Math.floor((clientX - left) / COLUMN), unit);
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

/** The characters that are shown in detail. @param {Insight} insight */
export function shownChars({ text, watch, reading }) {
  return [...text].slice(watch.from, watch.from + reading.chars);
}
