import { parseSchedule } from './schedule.js';

/**
 * A setting: its name, range, default and unit, and its label and help on screen.
 *
 * @typedef {import('../../pkg/lstm_playground.js').Setting & {label: string, help: string}} Setting
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

/**
 * Reads a written value. A number that cannot be read stays text, so that a message can show it.
 *
 * @param {Setting} setting
 * @param {string} text
 * @returns {number | string}
 */
export function parseSetting({ kind }, text) {
  if (kind === 'choice' || kind === 'text') return text.trim();
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}
