import { cssColour } from '../../lib/colour-map.js';
import { themeOf } from '../charts/theme.js';
import { barsOf } from './lanes.js';

/** The part of a letter's column that its bar takes. */
const BAR = 0.85;
/** Pixels above a lane. */
const GAP = 4;
/** The strength of the colour of the least and of the greatest number. */
const [PALE, STRONG] = [0.35, 1];

/** Colours of each sign. */
const LEVELS = 16;

/**
 * @typedef {import('./lanes.js').LaneKind & {numbers?: number[]}} LaneValues
 * @typedef {import('../../lib/colour-map.js').Scale} Scale
 */

/** @type {Map<Scale, string[]>} */
const cache = new Map();

/**
 * The colours of bars from -1 to 1, made once: a lane has a hundred bars.
 *
 * @param {Scale} scale
 */
function coloursOf(scale) {
  let colours = cache.get(scale);
  if (!colours) {
    colours = Array.from({ length: 2 * LEVELS + 1 }, (_, at) => {
      const size = at / LEVELS - 1;
      return cssColour(scale, Math.sign(size) * (PALE + (STRONG - PALE) * Math.abs(size)));
    });
    cache.set(scale, colours);
  }
  return colours;
}

/** The lanes of bars, drawn at once: a picture costs a third of as many elements. */
export class LanesCanvas {
  element = document.createElement('canvas');
  /** @type {LaneValues[]} */
  #lanes = [];
  #letters = 0;
  #isTurned = false;
  #height = 0;
  #sizes = new ResizeObserver(([{ contentRect }]) => {
    this.#height = contentRect.height;
    this.#draw();
  });
  #redraw = () => this.#draw();
  #themes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
    matchMedia(query),
  );

  constructor() {
    this.element.className = 'lanes';
    this.element.setAttribute('aria-hidden', 'true');
    this.#sizes.observe(this.element);
    for (const theme of this.#themes) theme.addEventListener('change', this.#redraw);
  }

  /**
   * @param {LaneValues[]} lanes from top to bottom
   * @param {number} letters their number
   * @param {boolean} isTurned true when the text runs from right to left
   */
  update(lanes, letters, isTurned) {
    this.#lanes = lanes;
    this.#letters = letters;
    this.#isTurned = isTurned;
    this.#draw();
  }

  destroy() {
    this.#sizes.disconnect();
    for (const theme of this.#themes) theme.removeEventListener('change', this.#redraw);
  }

  #draw() {
    const canvas = this.element;
    const column = Number.parseFloat(canvas.style.getPropertyValue('--column'));
    const width = this.#letters * column;
    if (width === 0 || this.#height === 0) return;
    const ratio = devicePixelRatio || 1;
    const pixels = { width: Math.round(width * ratio), height: Math.round(this.#height * ratio) };
    if (canvas.width !== pixels.width || canvas.height !== pixels.height)
      Object.assign(canvas, pixels);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const mirror = this.#isTurned ? -1 : 1;
    context.setTransform(mirror * ratio, 0, 0, ratio, this.#isTurned ? width * ratio : 0, 0);
    context.clearRect(0, 0, width, this.#height);
    const { ink, scale } = themeOf(canvas);
    const [, forced] = this.#themes;
    const colours = forced.matches ? undefined : coloursOf(scale);
    const weights = this.#lanes.reduce((sum, { isGate }) => sum + (isGate ? 1 : 2), 0);
    let top = 0;
    for (const { isGate, numbers = [] } of this.#lanes) {
      const height = (this.#height * (isGate ? 1 : 2)) / weights;
      const room = height - GAP - 1;
      const floor = top + GAP + (isGate ? room : room / 2);
      context.fillStyle = ink;
      context.globalAlpha = isGate ? 0.15 : 0.4;
      context.fillRect(0, Math.round(floor), width, 1);
      if (isGate) context.fillRect(0, Math.round(floor - room), width, 1);
      context.globalAlpha = 1;
      for (const [at, size] of barsOf(numbers, isGate).entries()) {
        const bar = size * (isGate ? room : room / 2);
        context.fillStyle = colours?.[Math.round(LEVELS * (size + 1))] ?? ink;
        context.fillRect(at * column, floor, column * BAR, -bar);
      }
      top += height;
    }
  }
}
