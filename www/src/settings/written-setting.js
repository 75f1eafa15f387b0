/** Settings as they are written in attributes and fields. */

/** @typedef {import('./setting.js').Setting} Setting */

/** The written forms of characters in texts that mark an end. */
export const ESCAPES = { n: '\n', t: '\t', f: '\f', '\\': '\\' };

/**
 * True for a text that marks an end, which is written with escapes and in one line.
 *
 * @param {Setting} setting
 */
export const isEnd = ({ name }) => name === 'separator' || name === 'stop';

/**
 * Reads a written value. A number that cannot be read stays text, so that a message can show it.
 *
 * @param {Setting} setting
 * @param {string} text
 * @returns {number | string}
 */
export function parseSetting(setting, text) {
  const { kind } = setting;
  if (isEnd(setting)) {
    return text.replace(/\\([ntf\\])/g, (_, letter) => Reflect.get(ESCAPES, letter));
  }
  if (kind === 'choice' || kind === 'text') return text.trim();
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}
