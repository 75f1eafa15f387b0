import { parseSchedule } from './schedule.js';

/**
 * A setting: its name, range, default and unit.
 *
 * @typedef {import('../../pkg/lstm_playground.js').Setting} Setting
 *
 * @typedef {Setting & {label: string, help: string}} LabelledSetting with its label and help on
 *   screen
 */

/** Letters of a value in a message. */
const LONGEST = 200;

/**
 * The problem with a value, as a message.
 *
 * @param {Setting} setting
 * @param {unknown} value
 * @returns {string} empty when the value is allowed
 */
export function settingProblem(setting, value) {
  if (isAllowed(setting, value)) return '';
  return `${setting.name} must be ${setting.allowed}, got ${shown(value)}`;
}

/**
 * A value as a message shows it. An object may have no text, or run foreign code to give it.
 *
 * @param {unknown} value
 */
function shown(value) {
  if (typeof value === 'string') {
    const start = [...value.slice(0, 2 * LONGEST)].slice(0, LONGEST).join('');
    return `"${start === value ? value : `${start}…`}"`;
  }
  return Object(value) === value ? typeof value : String(value);
}

/**
 * @param {string} text
 * @param {number} most characters, of which each has one code unit or two
 */
const isShort = (text, most) => text.length <= 2 * most && [...text].length <= most;

/**
 * @param {Setting} setting
 * @param {unknown} value
 */
function isAllowed({ name, kind, choices, allowed, min = -Infinity, max = Infinity }, value) {
  if (name === 'schedule') return parseSchedule(value) !== undefined;
  if (kind === 'text') {
    const most = Number(/\d+/.exec(allowed)); // "a text of at most 100 characters"
    return typeof value === 'string' && (value.length <= most || isShort(value, most));
  }
  if (kind === 'choice') return choices?.some((choice) => choice === value);
  if (kind === 'integer' && !Number.isInteger(value)) return false;
  return typeof value === 'number' && value >= min && value <= max;
}
