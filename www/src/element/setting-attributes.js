/** The attributes of the tag that give settings. */

import { parseSetting } from '../settings/written-setting.js';
import { attributeOf, settings } from '../settings/settings.js';

/**
 * The settings by attribute. A renderer writes the name of the setting, `hiddenSize`, which a document
 * in HTML makes `hiddensize`.
 */
export const settingOfAttribute = new Map(
  settings.flatMap((setting) => {
    const { name } = setting;
    return [attributeOf(name), name.toLowerCase(), name].map((key) => [key, setting]);
  }),
);

/**
 * The settings that the attributes of a tag give.
 *
 * @param {Element} tag
 */
export function attributeSettings(tag) {
  /** @type {Record<string, unknown>} */
  const given = {};
  for (const [name, setting] of settingOfAttribute) {
    const value = tag.getAttribute(name);
    if (value !== null) given[setting.name] = parseSetting(setting, value);
  }
  return given;
}
