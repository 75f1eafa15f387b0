/** The JSON in the strings of a file's metadata. */

import { attributeOf } from '../settings/settings.js';
import { settingProblem } from '../settings/setting.js';
import { quoted, refuse } from './run-file-error.js';
import { isPlain } from './safetensors.js';

/** @typedef {Record<string, string>} Metadata */

/**
 * The name of a setting in a file: hiddenSize -> hidden_size.
 *
 * @param {string} name
 */
export const fileName = (name) => attributeOf(name).replaceAll('-', '_');

/**
 * @param {Metadata} metadata
 * @param {string} name
 * @returns {unknown}
 */
function valueIn(metadata, name) {
  if (!Object.hasOwn(metadata, name)) refuse(`"${name}" is missing in "__metadata__"`, 'JSON');
  try {
    return JSON.parse(metadata[name]);
  } catch {
    refuse(`"${name}" in "__metadata__" is ${quoted(metadata[name])}`, 'JSON');
  }
}

/**
 * @param {Metadata} metadata
 * @param {string} name
 */
export function objectIn(metadata, name) {
  const value = valueIn(metadata, name);
  if (!isPlain(value)) refuse(`"${name}" in "__metadata__" is not an object`, 'values by name');
  return value;
}

/**
 * @param {Metadata} metadata
 * @param {string} name
 * @param {number} most entries
 */
export function listIn(metadata, name, most) {
  const value = valueIn(metadata, name);
  if (!Array.isArray(value) || value.length > most) {
    refuse(`"${name}" in "__metadata__" is ${quoted(value)}`, `a list of at most ${most} entries`);
  }
  return /** @type {unknown[]} */ (value);
}

/**
 * @param {import('../settings/setting.js').Setting[]} settings
 * @param {Record<string, unknown>} values
 */
export const writtenSettings = (settings, values) =>
  JSON.stringify(Object.fromEntries(settings.map(({ name }) => [fileName(name), values[name]])));

/**
 * The values of settings, each of which must be allowed.
 *
 * @param {Metadata} metadata
 * @param {string} name
 * @param {import('../settings/setting.js').Setting[]} settings
 * @param {string[]} [optional] those that may be missing
 * @returns {Record<string, unknown>}
 */
export const settingsIn = (metadata, name, settings, optional) =>
  settingsOf(objectIn(metadata, name), name, settings, optional);

/**
 * @param {Record<string, unknown>} written
 * @param {string} name of them in messages
 * @param {import('../settings/setting.js').Setting[]} settings
 * @param {string[]} [optional] those that may be missing
 * @returns {Record<string, unknown>}
 */
export function settingsOf(written, name, settings, optional = []) {
  const known = new Map(settings.map((setting) => [fileName(setting.name), setting]));
  const other = Object.keys(written).find((key) => !known.has(key));
  if (other !== undefined) refuse(`"${name}" has ${quoted(other)}`, [...known.keys()].join(', '));
  const wanted = [...known].filter(
    ([key]) => Object.hasOwn(written, key) || !optional.includes(key),
  );
  const entries = wanted.map(([key, setting]) => {
    const value = Object.hasOwn(written, key) ? written[key] : undefined;
    // No setting is an object, and one nested deeply could not be written in a problem.
    if (typeof value === 'object' || settingProblem(setting, value))
      refuse(`${key} in "${name}" is ${quoted(value)}`, setting.allowed);
    return [setting.name, value];
  });
  return Object.fromEntries(entries);
}
