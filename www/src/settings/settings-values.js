import { settingProblem } from './setting.js';

/** @typedef {import('./setting.js').Setting} Setting */

/**
 * A person's choices among settings. What they left alone follows `defaults`; a choice that is not allowed is kept, so
 * that the field can show it beside the message.
 */
export class SettingsValues {
  /** @type {Map<string, unknown>} */
  #chosen = new Map();
  /** @type {Map<string, string>} */
  problems = new Map();
  /** @type {Record<string, unknown>} */
  defaults;

  /** @param {Setting[]} settings @param {Record<string, unknown>} defaults */
  constructor(settings, defaults) {
    this.settings = settings;
    this.defaults = defaults;
  }

  /** Every setting with the value in force. */
  get values() {
    return { ...this.defaults, ...this.chosen };
  }

  get chosen() {
    return Object.fromEntries(this.#chosen);
  }

  /**
   * @param {string} name
   * @param {unknown} value undefined takes the choice back
   * @returns {string} what is wrong with it, empty when nothing is
   */
  choose(name, value) {
    this.#chosen.delete(name);
    this.problems.delete(name);
    if (value === undefined) return '';
    const setting = this.settings.find((known) => known.name === name);
    const problem = setting ? settingProblem(setting, value) : this.#unknown(name);
    if (setting) this.#chosen.set(name, value);
    if (problem) this.problems.set(name, problem);
    return problem;
  }

  /** Takes every choice back. */
  clear() {
    this.#chosen.clear();
    this.problems.clear();
  }

  /** @param {string} name */
  #unknown(name) {
    const names = this.settings.map((setting) => setting.name).join(', ');
    return `there is no setting "${name}"; the settings are ${names}`;
  }
}
