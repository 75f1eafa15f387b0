/** The learning curve in plain SVG, without a style sheet, for pages that know nothing of the tag. */

import { ticks } from '../lib/chart-scales.js';
import { formatWhole } from '../lib/format.js';

/**
 * @typedef {{x: number[], y: number[]}} Points
 *
 * @typedef {object} Curve
 * @property {Points} training bits a letter of the learnt text, by step
 * @property {Points} validation of the unseen text
 * @property {number} [guessing] bits a letter of pure guessing
 */

/** As wide as the narrowest phone, because no style sheet can be counted on to scale it. */
const WIDTH = 320;
const HEIGHT = 160;
const FRAME = { left: 28, right: 226, top: 24, foot: 136 };
/** The greatest number of points of a line. */
const POINTS = 60;
/** The distance between two names beside each other, in height. */
const APART = 16;

/**
 * Draws a curve in the colour of the text around it.
 *
 * @param {Curve} curve
 * @returns {string} an `svg` element
 */
export function drawCurve({ training, validation, guessing }) {
  const { left, right, top, foot } = FRAME;
  const last = Math.max(1, training.x.at(-1) ?? 0);
  const drawn = [...training.y, ...validation.y].filter(Number.isFinite);
  // A diverging loss is cut off, as on the page.
  const most = Math.min(Math.max(...drawn, guessing ?? 0), 3 * (guessing ?? Infinity));
  const high = 1.08 * (most || 1);
  const across = (/** @type {number} */ x) => Math.round(left + (x / last) * (right - left));
  const up = (/** @type {number} */ y) =>
    Math.round(foot - (Math.min(y, high) / high) * (foot - top));

  /**
   * @param {number} y
   * @param {string} more
   */
  const level = (y, more) => `<path d="M${left} ${up(y)}H${right}" stroke="currentColor" ${more}/>`;
  /**
   * @param {Points} points
   * @param {number} width
   */
  const line = (points, width) => {
    const known = thinned(points);
    const path = known.map(([x, y]) => `${across(x)} ${up(y)}`).join('L');
    return known.length > 1
      ? `<path d="M${path}" fill="none" stroke="currentColor" stroke-width="${width}"/>`
      : '';
  };
  /**
   * @param {number} x
   * @param {number} y
   * @param {string | number} name
   * @param {'start' | 'middle' | 'end'} [anchor]
   */
  const text = (x, y, name, anchor = 'start') =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${name}</text>`;

  const names = /** @type {[string, number | undefined][]} */ ([
    ['pure guessing', guessing],
    ['unseen text', validation.y.findLast(Number.isFinite)],
    ['learnt text', training.y.findLast(Number.isFinite)],
  ]).filter((name) => name[1] !== undefined);
  let free = 0;
  const ends = names
    .sort((a, b) => Number(b[1]) - Number(a[1]))
    .map(([name, y]) => {
      free = Math.max(up(Number(y)) + 4, free + APART);
      return text(right + 8, free, name);
    });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="The learning curve" font-family="sans-serif" font-size="12" fill="currentColor">`,
    text(left, 12, 'bits a letter, by steps'),
    ...ticks(0, high, 4).map(
      (y) => level(y, 'stroke-opacity="0.25"') + text(left - 8, up(y) + 4, y, 'end'),
    ),
    ...ticks(0, last, 4).map((x) => text(across(x), foot + 18, formatWhole(x), 'middle')),
    ...(guessing === undefined ? [] : [level(guessing, 'stroke-dasharray="4 4"')]),
    line(training, 1),
    line(validation, 2),
    ...ends,
    '</svg>',
  ].join('');
}

/**
 * Points at equal distances, the last one among them.
 *
 * @param {Points} points
 */
function thinned({ x, y }) {
  const every = Math.ceil(x.length / POINTS);
  const offset = (x.length - 1) % every;
  return x
    .map((value, i) => /** @type {[number, number]} */ ([value, y[i]]))
    .filter(([, value], i) => i % every === offset && Number.isFinite(value));
}
