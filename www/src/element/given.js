/** Text and settings that the host page has given to a tag. */

import { defined } from '../lib/defined.js';
import { attributeSettings } from './setting-attributes.js';

/**
 * @param {Record<string, unknown>} [a]
 * @param {Record<string, unknown>} [b]
 */
const isSame = (a, b) =>
  a === b || (a && b && Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]));

/** Each method returns true where the page gives something else than before. */
export class Given {
  /** @type {string | undefined} */
  text;
  /** @type {Record<string, unknown>} the settings assigned, and those of attributes that came later */
  config = {};
  /** @type {Record<string, unknown> | undefined} */
  #assigned;

  /** @param {string | null | undefined} text an empty one, which Vue makes of null, is not given */
  takeText(text) {
    const given = String(text ?? '') || undefined;
    const isOther = given !== this.text;
    this.text = given;
    return isOther;
  }

  /**
   * @param {Record<string, unknown> | null | undefined} config null and undefined leave the settings of
   *   the attributes
   * @param {Element} tag
   */
  takeConfig(config, tag) {
    const assigned = config ? defined(config) : undefined;
    const isOther = !isSame(assigned, this.#assigned);
    this.#assigned = assigned;
    if (isOther) this.config = { ...(assigned ?? attributeSettings(tag)) };
    return isOther;
  }

  /**
   * @param {string} name of a setting
   * @param {unknown} value undefined takes it back
   */
  takeSetting(name, value) {
    const isOther = value !== this.config[name];
    if (value === undefined) delete this.config[name];
    else this.config[name] = value;
    return isOther;
  }
}
