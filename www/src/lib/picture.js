/** Pictures as plain values: they become markup in a page without script, and elements in a view. */

import { svg } from './svg.js';

/** @typedef {[tag: string, attributes: Record<string, string | number>, ...children: (Drawn | string)[]]} Drawn */

/** As wide as the narrowest phone, because no style sheet can be counted on to scale it. */
export const WIDTH = 320;
/** The distance between two lines of text, in height. */
export const LINE = 16;
/** The greatest number of points of a line. */
const POINTS = 60;

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param {string | number} text */
const escaped = (text) => String(text).replaceAll(/[&<>"]/g, (char) => ENTITIES[char]);

/**
 * A picture in the colour of the text around it.
 *
 * @param {number} height in pixels
 * @param {string} label what a screen reader says
 * @param {Drawn[]} parts
 * @returns {Drawn}
 */
export const picture = (height, label, parts) => [
  'svg',
  {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    role: 'img',
    'aria-label': label,
    'font-family': 'sans-serif',
    'font-size': 12,
    fill: 'currentColor',
  },
  ...parts,
];

/**
 * @param {number} x
 * @param {number} y of the letters' feet
 * @param {string | number} name
 * @param {'start' | 'middle' | 'end'} [anchor]
 * @returns {Drawn}
 */
export const text = (x, y, name, anchor = 'start') => [
  'text',
  { x, y, 'text-anchor': anchor },
  String(name),
];

/**
 * @param {string} d
 * @param {Record<string, string | number>} [look]
 * @returns {Drawn}
 */
export const path = (d, look = {}) => ['path', { d, ...look, stroke: 'currentColor' }];

/**
 * Points at equal distances, the last one among them; without values that are no numbers.
 *
 * @param {{x: number[], y: number[]}} points
 */
export function thinned({ x, y }) {
  const every = Math.ceil(x.length / POINTS);
  const offset = (x.length - 1) % every;
  return x
    .map((value, i) => /** @type {[number, number]} */ ([value, y[i]]))
    .filter(([, value], i) => i % every === offset && Number.isFinite(value));
}

/**
 * @param {Drawn | string} drawn
 * @returns {string}
 */
export function markupOf(drawn) {
  if (typeof drawn === 'string') return escaped(drawn);
  const [tag, attributes, ...children] = drawn;
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const inside = children.map(markupOf).join('');
  return `<${tag}${written.join('')}${inside || tag === 'text' ? `>${inside}</${tag}>` : '/>'}`;
}

/**
 * @param {Drawn} drawn
 * @returns {SVGElement}
 */
export const elementOf = ([tag, attributes, ...children]) =>
  svg(
    tag,
    attributes,
    ...children.map((child) => (Array.isArray(child) ? elementOf(child) : child)),
  );
