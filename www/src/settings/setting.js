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
