import { el, setText } from '../../lib/dom.js';
import { hasForgetBias } from '../../cells/cells.js';
import { settingProblem } from '../../settings/setting.js';
import { parseSetting } from '../../settings/written-setting.js';

/** @typedef {import('../../settings/setting.js').LabelledSetting} Setting */

/** The settings in which entries may differ; the first are always shown. */
const PLAIN = ['cell', 'hiddenSize'];
const DIFFERING = [...PLAIN, 'numLayers', 'forgetBias', 'optimizer', 'gradClip'];
const MIN_ENTRIES = 2;
const MAX_ENTRIES = 6;

/** The entries of a race: a row of settings for each. */
export class EntriesView {
  element = el('div', { class: 'race-entries' });
  /** The button that adds an entry like the last one. */
  add = el('button', { type: 'button', onclick: () => this.#add({}) }, 'Add a network');
  #settings;
  #isEqual = false;
  #hasAll = false;

  /**
   * @param {Setting[]} settings of a model
   * @param {Record<string, unknown>[]} entries at first: the settings in which each differs
   */
  constructor(settings, entries) {
    this.#settings = settings.filter(({ name }) => DIFFERING.includes(name));
    for (const entry of entries) this.#add(entry);
  }

  /**
   * True where each network has as many weights as the first, so that only that one has a size.
   *
   * @param {boolean} isEqual
   */
  set isEqual(isEqual) {
    this.#isEqual = isEqual;
    this.#arrange();
  }

  /**
   * True where the settings are shown that are rarely changed.
   *
   * @param {boolean} hasAll
   */
  set hasAll(hasAll) {
    this.#hasAll = hasAll;
    this.#arrange();
  }

  /**
   * True where entries differ in a setting that is not always shown.
   *
   * @param {object[]} entries
   */
  differInMore(entries) {
    return entries.some((entry) => Object.keys(entry).some((name) => !PLAIN.includes(name)));
  }

  /**
   * Puts these entries in the place of those before.
   *
   * @param {Record<string, unknown>[]} entries all settings of each
   */
  propose(entries) {
    this.element.replaceChildren();
    for (const entry of entries) this.#add(entry);
  }

  /**
   * The settings on screen, in which each entry may differ: a choice that is not seen does not count.
   *
   * @throws {Error} a value is not allowed
   */
  read() {
    return [...this.element.children].map((row) => this.#read(row));
  }

  /** @param {Record<string, unknown>} chosen */
  #add(chosen) {
    const last = this.element.lastElementChild;
    const row = el('div', { class: 'bar race-entry', role: 'group' });
    row.append(el('b', { class: 'number' }));
    for (const setting of this.#settings) {
      const { name, label } = setting;
      const value = String(chosen[name] ?? (last ? controlOf(last, name).value : setting.default));
      row.append(el('label', {}, `${label} `, newControl(setting, value)));
    }
    const onclick = () => this.#remove(row);
    row.append(el('button', { type: 'button', class: 'quiet', onclick }, 'Remove'));
    row.addEventListener('change', () => enableForgetBias(row));
    this.element.append(row);
    enableForgetBias(row);
    this.#arrange();
  }

  /** @param {HTMLElement} row */
  #remove(row) {
    row.remove();
    this.#arrange();
    this.add.focus(); // the button with the focus is gone
  }

  /** Names the entries by their number, and shows their settings. */
  #arrange() {
    const rows = [...this.element.children];
    rows.forEach((row, index) => {
      const name = `Network ${index + 1}`;
      row.setAttribute('aria-label', name);
      setText(/** @type {HTMLElement} */ (row.firstElementChild), name);
      for (const setting of this.#settings) {
        const label = `${name}: ${setting.label.toLowerCase()}`;
        const control = controlOf(row, setting.name);
        control.setAttribute('aria-label', label);
        const isOpen = this.#hasAll || PLAIN.includes(setting.name);
        const isGiven = setting.name === 'hiddenSize' && this.#isEqual && index > 0;
        const isShown = isOpen && !isGiven;
        /** @type {HTMLElement} */ (control.parentElement).hidden = !isShown;
      }
    });
    this.add.disabled = rows.length >= MAX_ENTRIES;
    for (const row of rows) {
      const remove = /** @type {HTMLButtonElement} */ (row.lastElementChild);
      remove.hidden = rows.length <= MIN_ENTRIES;
    }
  }

  /**
   * @param {Element} row
   * @returns {Partial<import('../../shared/protocol.js').Config>}
   */
  #read(row) {
    const shown = this.#settings
      .map((setting) => ({ setting, control: controlOf(row, setting.name) }))
      .filter(({ control }) => !control.parentElement?.hidden && !control.disabled);
    return Object.fromEntries(
      shown.map(({ setting, control }) => {
        const value = parseSetting(setting, control.value);
        const problem = settingProblem(setting, value);
        if (problem) throw new Error(`${row.getAttribute('aria-label')}: ${problem}`);
        return [setting.name, value];
      }),
    );
  }
}

/**
 * @param {Element} row
 * @param {string} name of a setting
 */
const controlOf = (row, name) =>
  /** @type {HTMLInputElement} */ (row.querySelector(`[name=${name}]`));

/**
 * @param {Setting} setting
 * @param {string} value
 */
function newControl({ name, kind, choices = [], min, max }, value) {
  const control =
    kind === 'choice'
      ? el('select', { name }, ...choices.map((choice) => el('option', {}, choice)))
      : el('input', { name, type: 'number', min: String(min), max: String(max), step: 'any' });
  control.value = value;
  return control;
}

/**
 * Not every cell has a forget gate.
 *
 * @param {Element} row
 */
function enableForgetBias(row) {
  controlOf(row, 'forgetBias').disabled = !hasForgetBias(controlOf(row, 'cell').value);
}
