import { el } from '../../lib/dom.js';
import { Field } from './field.js';
import { ScheduleField } from './schedule-field.js';

/** @typedef {import('../../settings/setting.js').LabelledSetting} Setting */

/** The settings that come first. */
const FIRST = ['hiddenSize', 'numLayers', 'learningRate'];

const LINE =
  'Click a field to read what it does. The network starts again with a new value; a learning rate ' +
  'applies at once.';

/** The form of the model's settings. */
export class SettingsView {
  /** @type {Map<string, Field | ScheduleField>} */
  #fields = new Map();
  #heading = el('h2', { tabIndex: -1 }, 'How large is it, and how does it learn?');
  #suggest;

  /**
   * @param {HTMLElement} root
   * @param {Setting[]} settings
   * @param {object} on
   * @param {(name: string, value: unknown) => void} on.choose undefined returns to the default
   * @param {() => void} on.suggest returns to the suggestions for the text
   */
  constructor(root, settings, on) {
    for (const setting of settings) {
      const { name } = setting;
      if (name === 'cell') continue; // shown by CellView
      /** @param {unknown} value */
      const choose = (value) => on.choose(name, value);
      const FieldClass = name === 'schedule' ? ScheduleField : Field;
      this.#fields.set(name, new FieldClass(setting, choose));
    }
    const names = new Set([...FIRST, ...this.#fields.keys()]);
    const fields = [...names].map((name) => /** @type {Field} */ (this.#fields.get(name)));
    this.#suggest = el(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'data-control': 'suggestions',
        onclick: () => this.#useSuggestions(on.suggest),
      },
      'Use suggestions',
    );
    root.append(
      el('div', { class: 'head' }, this.#heading, el('p', { class: 'note' }, LINE), this.#suggest),
      el('div', { class: 'fields' }, ...fields.map(({ element }) => element)),
    );
  }

  /**
   * Moves the focus before the button disappears.
   *
   * @param {() => void} suggest
   */
  #useSuggestions(suggest) {
    suggest();
    this.#heading.focus();
  }

  /**
   * @param {object} values
   * @param {Record<string, unknown>} values.values the settings in force
   * @param {Record<string, unknown>} values.defaults for a text of this length
   * @param {Record<string, unknown>} values.chosen the user's choices
   * @param {ReadonlyMap<string, string>} values.problems
   */
  update({ values, defaults, chosen, problems }) {
    for (const [name, field] of this.#fields) {
      field.update(values[name], defaults[name], problems.get(name));
    }
    this.#suggest.hidden = Object.keys(chosen).length === 0;
  }
}
