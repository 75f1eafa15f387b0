import { ESCAPES, isEnd } from './written-setting.js';

/** @typedef {import('./setting.js').Setting} Setting */

/**
 * The written form of a value, in fields.
 *
 * @param {Setting} setting
 * @param {unknown} value
 */
export function writtenValue(setting, value) {
  const text = String(value ?? '');
  if (!isEnd(setting)) return text;
  return Object.entries(ESCAPES)
    .reverse() // the backslash first
    .reduce((written, [letter, char]) => written.replaceAll(char, `\\${letter}`), text);
}
