import { colourOf } from '../../lib/colour-map.js';
import { themeOf } from '../charts/theme.js';
import { runsRightToLeft, visible } from '../visible.js';

/** Sizes in CSS pixels. */
const COLUMN = 12;
const LETTERS = 22;
/** The height of all rows together, unless a row would be too low or too high. */
const HEIGHT = 320;
const LOWEST_ROW = 4;
const HIGHEST_ROW = 12;

/** The pixels of a heat map: letters on top, and below them a row for each unit. */
export class HeatMapCanvas {
  element = document.createElement('canvas');
  #rowHeight = LOWEST_ROW;
  #columns = 0;
  /** True for a text that runs from right to left, as its letters then do. */
  isTurned = false;

  /**
   * @param {object} values
   * @param {string[]} values.chars of the columns
   * @param {number[]} values.units of the rows
   * @param {(column: number, unit: number) => number} values.value -1 to 1
   * @param {number} values.column selected
   * @param {number} values.unit selected, one of `units`
   */
  draw({ chars, units, value, column, unit }) {
    const canvas = this.element;
    this.#columns = chars.length;
    this.isTurned = runsRightToLeft(chars);
    const fitting = Math.floor(HEIGHT / units.length);
    this.#rowHeight = Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, fitting));
    const rowHeight = this.#rowHeight;
    const mapHeight = units.length * rowHeight;
    const width = chars.length * COLUMN;
    const height = LETTERS + mapHeight + 1;
    const ratio = devicePixelRatio || 1;
    Object.assign(canvas, { width: width * ratio, height: height * ratio });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.scale(ratio, ratio);
    const theme = themeOf(canvas);
    const pixels = picture(chars.length, units.length, (t, row) =>
      colourOf(theme.scale, value(this.#turned(t), units[row])),
    );
    context.imageSmoothingEnabled = false;
    context.drawImage(pixels, 0, LETTERS, width, mapHeight);
    context.textAlign = 'center';
    context.fillStyle = theme.ink;
    for (const [t, char] of chars.entries()) {
      context.font = `${t === column ? 'bold ' : ''}14px ${theme.mono}`;
      context.fillText(visible(char), (this.#turned(t) + 0.5) * COLUMN, 16, COLUMN);
    }
    context.strokeStyle = theme.ink;
    context.lineWidth = 1;
    context.strokeRect(
      this.#turned(column) * COLUMN + 0.5,
      LETTERS - 0.5,
      COLUMN - 1,
      mapHeight + 1,
    );
    const row = units.indexOf(unit);
    context.strokeRect(0.5, LETTERS + row * rowHeight - 0.5, width - 1, rowHeight + 1);
  }

  /**
   * @param {number} column
   * @returns {[left: number, right: number]} its edges, in pixels
   */
  edgesOf(column) {
    const left = this.#turned(column) * COLUMN;
    return [left, left + COLUMN];
  }

  /**
   * @param {PointerEvent} event
   * @returns {{column: number, row: number}} the indices under the pointer, out of range outside
   *   the map
   */
  cellAt({ clientX, clientY }) {
    const { left, top, width } = this.element.getBoundingClientRect();
    const scale = width / this.element.offsetWidth || 1; // slides scale what they show
    return {
      column: this.#turned(Math.floor((clientX - left) / scale / COLUMN)),
      row: Math.floor(((clientY - top) / scale - LETTERS) / this.#rowHeight),
    };
  }

  /**
   * The place of a column from the left, and the column at a place.
   *
   * @param {number} column
   */
  #turned(column) {
    return this.isTurned ? this.#columns - 1 - column : column;
  }
}

/**
 * A picture with a pixel for each number.
 *
 * @param {number} columns
 * @param {number} rows
 * @param {(column: number, row: number) => ArrayLike<number>} colour red, green and blue
 */
function picture(columns, rows, colour) {
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
