import { el, setText } from '../../lib/dom.js';
import { formatNumber } from '../../lib/format.js';
import { attributeOf } from '../../settings/settings.js';
import { isEnd, parseSetting } from '../../settings/written-setting.js';
import { writtenValue } from '../../settings/written-value.js';

/** @typedef {import('../../settings/setting.js').LabelledSetting} Setting */

/**
 * Units that have another name on screen.
 *
 * @type {Record<string, string>}
 */
const UNITS = { characters: 'letters' };

/**
 * The form field of a setting: name, control, unit, range, default, help and problem.
 */
export class Field {
  element;
  #control;
  #range;
  #problem;
  #setting;
  /**
   * The value, default and problem on screen.
   *
   * @type {unknown[]}
   */
  #shown = [];

  /**
   * @param {Setting & {placeholder?: string}} setting
   * @param {(value: unknown) => void} onChange undefined for an emptied field
   */
  constructor(setting, onChange) {
    const { name, label, help, placeholder = '' } = setting;
    this.#setting = setting;
    const id = `field-${label.toLowerCase().replaceAll(' ', '-')}`;
    const describedBy = `${id}-help ${id}-range ${id}-problem`;
    this.#control = this.#makeControl({ id, placeholder, 'aria-describedby': describedBy });
    // On `change`, not `input`: half of a typed number may be another valid number.
    this.#control.addEventListener('change', () => onChange(this.#read()));
    this.#control.addEventListener('blur', () => this.#show());
    this.#range = el('span', { class: 'range', id: `${id}-range` });
    this.#problem = el('p', { class: 'problem', id: `${id}-problem`, hidden: true });
    this.element = el(
      'div',
      {
        class: setting.kind === 'text' ? 'field wide' : 'field',
        'data-control': attributeOf(name),
      },
      el('label', { for: id }, label),
      el('div', { class: 'control' }, this.#control),
      el('div', { class: 'about' }, el('p', { id: `${id}-help` }, help), this.#range),
      this.#problem,
    );
  }

  /**
   * @param {unknown} value
   * @param {unknown} standard the default
   * @param {string} [problem]
   */
  update(value, standard, problem = '') {
    const { kind, unit, min, max } = this.#setting;
    const shown = [value, standard, problem];
    if (shown.every((value, i) => value === this.#shown[i]) && this.#shown.length) return;
    this.#shown = shown;
    // A focused field is not overwritten, because the user may be typing.
    if (!this.#control.matches(':focus')) this.#show();
    this.#control.setAttribute('aria-invalid', String(problem !== ''));
    setText(this.#problem, problem);
    this.#problem.hidden = problem === '';
    if (kind === 'text') return;
    const range =
      kind === 'choice'
        ? ''
        : `${formatNumber(min)} to ${formatNumber(max)} ${UNITS[unit] ?? unit}, `;
    setText(this.#range, `${range}default ${formatNumber(standard ?? 'none')}`);
  }

  #show() {
    const text = writtenValue(this.#setting, this.#shown[0]);
    if (this.#control.value !== text) this.#control.value = text;
  }

  /** @param {Record<string, unknown>} properties */
  #makeControl(properties) {
    const { kind, choices = [] } = this.#setting;
    if (kind === 'choice') {
      return el('select', properties, ...choices.map((choice) => el('option', {}, choice)));
    }
    if (kind === 'text' && !isEnd(this.#setting))
      return el('textarea', { ...properties, rows: 2, spellcheck: false });
    const inputMode = kind === 'integer' ? 'numeric' : 'decimal';
    // Not type=number, whose value changes by accidental wheel and arrow-key events.
    return el('input', { ...properties, type: 'text', inputMode, autocomplete: 'off' });
  }

  #read() {
    const control = this.#control;
    if (isEnd(this.#setting)) return parseSetting(this.#setting, control.value);
    if (this.#setting.kind === 'text') return control.value;
    return control.value.trim() === '' ? undefined : parseSetting(this.#setting, control.value);
  }
}
