/** The learning curve in plain SVG, without a style sheet, for pages that know nothing of the tag. */

import { ticks } from '../lib/chart-scales.js';
import { formatWhole } from '../lib/format.js';
import { LINE, markupOf, path, picture, text, thinned } from '../lib/picture.js';

/**
 * @typedef {{x: number[], y: number[]}} Points
 *
 * @typedef {object} Curve
 * @property {Points} training bits a letter of the learnt text, by step
 * @property {Points} validation of the unseen text
 * @property {number} [guessing] bits a letter of pure guessing
 */

const HEIGHT = 160;
const FRAME = { left: 28, right: 226, top: 24, foot: 136 };

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
   * @param {Record<string, string>} look
   */
  const level = (y, look) => path(`M${left} ${up(y)}H${right}`, look);
  /**
   * @param {Points} points
   * @param {number} width
   */
  const line = (points, width) => {
    const known = thinned(points);
    const d = known.map(([x, y]) => `${across(x)} ${up(y)}`).join('L');
    return known.length > 1 ? [path(`M${d}`, { fill: 'none', 'stroke-width': width })] : [];
  };

  const names = /** @type {[string, number | undefined][]} */ ([
    ['pure guessing', guessing],
    ['unseen text', validation.y.findLast(Number.isFinite)],
    ['learnt text', training.y.findLast(Number.isFinite)],
  ]).filter((name) => name[1] !== undefined);
  let free = 0;
  const ends = names
    .sort((a, b) => Number(b[1]) - Number(a[1]))
    .map(([name, y]) => {
      free = Math.max(up(Number(y)) + 4, free + LINE);
      return text(right + 8, free, name);
    });
  return markupOf(
    picture(HEIGHT, 'The learning curve', [
      text(left, 12, 'bits a letter, by steps'),
      ...ticks(0, high, 4).flatMap((y) => [
        level(y, { 'stroke-opacity': '0.25' }),
        text(left - 8, up(y) + 4, y, 'end'),
      ]),
      ...ticks(0, last, 4).map((x) => text(across(x), foot + 18, formatWhole(x), 'middle')),
      ...(guessing === undefined ? [] : [level(guessing, { 'stroke-dasharray': '4 4' })]),
      ...line(training, 1),
      ...line(validation, 2),
      ...ends,
    ]),
  );
}
