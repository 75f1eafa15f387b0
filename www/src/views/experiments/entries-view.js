import { el, setText } from '../../lib/dom.js';
import { hasForgetBias } from '../../cells/cells.js';
import { settingHelp } from '../../settings/help.js';
import { parseSetting, settingProblem } from '../../settings/setting.js';

/** @typedef {import('../../settings/setting.js').Setting} Setting */

/** What may differ between entrants. */
const DIFFERING = ['cell', 'hiddenSize', 'numLayers', 'forgetBias', 'optimizer'];
const [FEWEST, MOST] = [2, 6];

/** Who takes part in a race: a row of settings for each. */
export class EntriesView {
  element = el('div', { class: 'entrants' });
  /** Adds a row, like the last one. */
  add = el('button', { type: 'button', onclick: () => this.#add({}) }, 'Add a model');
  #settings;

  /** @param {Setting[]} settings of a model @param {Record<string, unknown>[]} entrants what they have of their own at first */
  constructor(settings, entrants) {
    this.#settings = settings.filter(({ name }) => DIFFERING.includes(name));
    for (const entrant of entrants) this.#add(entrant);
  }

  /** What each has of its own; throws what is wrong with it. */
  read() {
    return [...this.element.children].map((row) => this.#read(row));
  }

  /** @param {Record<string, unknown>} chosen */
  #add(chosen) {
    const last = this.element.lastElementChild;
    const row = el('div', { class: 'bar entrant', role: 'group' });
    for (const setting of this.#settings) {
      const { name, kind, choices = [], min, max } = setting;
      const like = /** @type {HTMLInputElement | null} */ (
        last?.querySelector(`[name=${name}]`) ?? null
      );
      const value = String(chosen[name] ?? like?.value ?? setting.default);
      const { label } = settingHelp[name];
      const control =
        kind === 'choice'
          ? el('select', { name }, ...choices.map((choice) => el('option', {}, choice)))
          : el('input', { name, type: 'number', min: String(min), max: String(max), step: 'any' });
      control.value = value;
      row.append(el('label', {}, `${label} `, control));
    }
    row.prepend(el('b', { class: 'number' }));
    row.addEventListener('change', () => this.#ask(row));
    const remove = el(
      'button',
      { type: 'button', class: 'quiet', onclick: () => this.#remove(row) },
      'Remove',
    );
    row.append(remove);
    this.element.append(row);
    this.#ask(row);
    this.#number();
  }

  /** Asks only for what the chosen cell has. @param {HTMLElement} row */
  #ask(row) {
    const control = (/** @type {string} */ name) =>
      /** @type {HTMLInputElement} */ (row.querySelector(`[name=${name}]`));
    control('forgetBias').disabled = !hasForgetBias(control('cell').value);
  }

  /** @param {HTMLElement} row */
  #remove(row) {
    row.remove();
    this.#number();
    this.add.focus(); // the button went away
  }

  #number() {
    const rows = [...this.element.children];
    rows.forEach((row, at) => {
      const name = `Model ${at + 1}`;
      row.setAttribute('aria-label', name);
      setText(/** @type {HTMLElement} */ (row.firstElementChild), name);
      for (const control of row.querySelectorAll('[name]')) {
        const { label } = settingHelp[String(control.getAttribute('name'))];
        control.setAttribute('aria-label', `${name}: ${label.toLowerCase()}`);
      }
    });
    this.add.disabled = rows.length >= MOST;
    for (const row of rows) {
      /** @type {HTMLButtonElement} */ (row.lastElementChild).disabled = rows.length <= FEWEST;
    }
  }

  /** @param {Element} row @returns {Record<string, unknown>} */
  #read(row) {
    return Object.fromEntries(
      this.#settings.map((setting) => {
        const control = /** @type {HTMLInputElement} */ (
          row.querySelector(`[name=${setting.name}]`)
        );
        const value = parseSetting(setting, control.value);
        const problem = settingProblem(setting, value);
        if (problem) throw new Error(`${row.getAttribute('aria-label')}: ${problem}`);
        return [setting.name, value];
      }),
    );
  }
}
