/** The lines of HTML that put a setup into any page. */

import { formatBits, formatCount } from '../lib/format.js';
import { writtenValue } from '../settings/written-value.js';
import { attributeOf, settings } from '../settings/settings.js';
import { presets } from '../texts/presets.js';
import { drawCurve } from './curve-picture.js';

/**
 * @typedef {import('./setup.js').Setup} Setup
 *
 * @typedef {object} Learnt what a network has learnt so far
 * @property {number} step
 * @property {string} [hash] of its weights, where a setup gives the same
 * @property {number} [bits] a letter, of the unseen text where there is some
 * @property {string} sample
 * @property {import('./curve-picture.js').Curve} curve
 *
 * @typedef {object} Script
 * @property {string} src
 * @property {string} [integrity]
 */

/** @type {Record<string, string>} */
const ENTITIES = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  ...{ '\n': '&#10;', '\r': '&#13;', '\t': '&#9;', '\f': '&#12;' },
};

/**
 * An attribute, of which no program that moves HTML changes the line ends.
 *
 * @param {string} name
 * @param {string} value
 */
const attribute = (name, value) =>
  ` ${name}="${value.replaceAll(/[&<>"\n\r\t\f]/g, (char) => ENTITIES[char])}"`;

/** @param {string} text */
const escaped = (text) => text.replaceAll(/[&<>]/g, (char) => ENTITIES[char]);

/**
 * Writes the tag of a setup, with what a reader without script gets in its place: plain elements, of
 * which feed readers leave something.
 *
 * @param {Setup} setup
 * @param {object} page
 * @param {Script} page.script
 * @param {string} page.link the address of the setup
 * @param {Learnt} [page.learnt]
 * @returns {string} HTML; empty for a text that HTML cannot hold
 */
export function snippetOf({ preset, text, config, panels }, { script, link, learnt }) {
  if (text?.includes('\0')) return '';
  const { src, integrity } = script;
  const chosen = settings.flatMap((setting) => {
    const { name } = setting;
    const isGiven = name !== 'workers' && config[name] !== undefined;
    return isGiven ? [attribute(attributeOf(name), writtenValue(setting, config[name]))] : [];
  });
  const tag = [
    preset === undefined ? '' : attribute('preset', preset),
    ...chosen,
    panels ? attribute('panels', panels.join(' ')) : '',
    text === undefined ? '' : attribute('text', text),
  ];
  const title = presets.find(({ id }) => id === preset)?.title;
  return [
    `<script type="module"${attribute('src', src)}${integrity ? `${attribute('integrity', integrity)} crossorigin` : ''}></script>`,
    `<lstm-playground${tag.join('')}>`,
    ...fallback(title ? `the example ${title}` : 'a text', learnt),
    `  <p><a${attribute('href', link)}>Train it yourself, in your browser</a></p>`,
    '</lstm-playground>',
    '',
  ].join('\n');
}

/**
 * @param {string} what it learns
 * @param {Learnt} [learnt]
 */
function fallback(what, learnt) {
  const about = `A small network, an LSTM, reads ${what} letter by letter and learns to write like it.`;
  if (!learnt) return [`  <p>${about}</p>`];
  const { step, hash, bits, sample, curve } = learnt;
  const guessing = curve.guessing && `, where pure guessing needs ${formatBits(curve.guessing)}`;
  const needs =
    bits === undefined ? '' : ` it needs ${formatBits(bits)} bits a letter${guessing ?? ''};`;
  return [
    `  <p>${about} After ${formatCount(step, 'step')}${needs} it writes:</p>`,
    `  <blockquote dir="auto">${escaped(sample).replaceAll('\n', '<br>')}</blockquote>`,
    `  <p>${drawCurve(curve)}</p>`,
    ...(hash
      ? [
          `  <p>Its weights after ${formatCount(step, 'step')} have the hash ${hash}, on every machine.</p>`,
        ]
      : []),
  ];
}
