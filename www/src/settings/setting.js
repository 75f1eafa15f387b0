import { parseSchedule } from './schedule.js';

/**
 * A setting: its name, range, default and unit.
 *
 * @typedef {import('../../pkg/lstm_playground.js').Setting} Setting
 *
 * @typedef {Setting & {label: string, help: string}} LabelledSetting with its label and help on
 *   screen
 */

/**
 * The problem with a value, as a message.
 *
 * @param {Setting} setting
 * @param {unknown} value
 * @returns {string} empty when the value is allowed
 */
export function settingProblem(setting, value) {
  if (isAllowed(setting, value)) return '';
  const given = typeof value === 'string' ? `"${value}"` : String(value);
  return `${setting.name} must be ${setting.allowed}, got ${given}`;
}

/**
 * @param {Setting} setting
 * @param {unknown} value
 */
function isAllowed({ name, kind, choices, min = -Infinity, max = Infinity }, value) {
  if (name === 'schedule') return parseSchedule(value) !== undefined;
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'choice') return choices?.some((choice) => choice === value);
  if (kind === 'integer' && !Number.isInteger(value)) return false;
  return typeof value === 'number' && value >= min && value <= max;
}

/** The written forms of characters in texts that mark an end. */
const ESCAPES = { n: '\n', t: '\t', f: '\f', '\\': '\\' };

/**
 * True for a text that marks an end, which is written with escapes and in one line.
 *
 * @param {Setting} setting
 */
export const isEnd = ({ name }) => name === 'separator' || name === 'stop';

/**
 * The written form of a value.
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
