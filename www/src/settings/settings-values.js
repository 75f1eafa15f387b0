import { settingProblem } from './setting.js';

/** @typedef {import('./setting.js').Setting} Setting */

/**
 * The chosen values of settings; settings without a choice have their defaults. An invalid choice
 * stays, so that its field can show it with the message.
 */
export class SettingsValues {
  /** @type {Map<string, unknown>} */
  #chosen = new Map();
  /** @type {Map<string, string>} */
  problems = new Map();
  /** @type {Record<string, unknown>} */
  defaults;

  /**
   * @param {Setting[]} settings
   * @param {Record<string, unknown>} defaults
   */
  constructor(settings, defaults) {
    this.settings = settings;
    this.defaults = defaults;
  }

  /** The chosen or default value of every setting. */
  get values() {
    return { ...this.defaults, ...this.chosen };
  }

  /** The values in force: one that is not allowed has its default in its place. */
  get inForce() {
    const { values, defaults } = this;
    for (const name of this.problems.keys()) values[name] = defaults[name];
    return values;
  }

  get chosen() {
    return Object.fromEntries(this.#chosen);
  }

  /**
   * @param {string} name
   * @param {unknown} value undefined removes the choice
   * @returns {string} the problem; empty when there is none
   */
  choose(name, value) {
    this.#chosen.delete(name);
    this.problems.delete(name);
    if (value === undefined) return '';
    const setting = this.settings.find((known) => known.name === name);
    const problem = setting ? settingProblem(setting, value) : this.#unknown(name);
    if (!setting) return problem; // no field could mend it, so it must not prevent a run
    this.#chosen.set(name, value);
    if (problem) this.problems.set(name, problem);
    return problem;
  }

  /** Removes every choice. */
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
