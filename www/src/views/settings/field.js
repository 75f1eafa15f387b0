import { el, setText } from '../../lib/dom.js';
import { formatNumber } from '../../lib/format.js';
import { parseSetting } from '../../settings/setting.js';

/** @typedef {import('../../settings/setting.js').Setting} Setting */

/**
 * One setting as a person sees it: name, control, unit, range, default, help, and what is wrong with the value.
 */
export class Field {
  element;
  #control;
  #range;
  #problem;
  #setting;
  /** What is shown: value, default and problem. @type {unknown[]} */
  #shown = [];

  /**
   * @param {Setting} setting
   * @param {{label: string, help: string}} words
   * @param {(value: unknown) => void} onChange undefined when the field was emptied
   */
  constructor(setting, { label, help }, onChange) {
    this.#setting = setting;
    const id = `field-${label.toLowerCase().replaceAll(' ', '-')}`;
    const describedBy = `${id}-help ${id}-range ${id}-problem`;
    this.#control = this.#makeControl({ id, 'aria-describedby': describedBy });
    // When it is complete: half of a number typed may be another number.
    this.#control.addEventListener('change', () => onChange(this.#read()));
    this.#control.addEventListener('blur', () => this.#show());
    this.#range = el('span', { class: 'range', id: `${id}-range` });
    this.#problem = el('p', { class: 'problem', id: `${id}-problem`, hidden: true });
    this.element = el(
      'div',
      { class: setting.kind === 'text' ? 'field wide' : 'field' },
      el('label', { for: id }, label),
      el('p', { class: 'help', id: `${id}-help` }, help),
      el('div', { class: 'control' }, this.#control, this.#range),
      this.#problem,
    );
  }

  /**
   * @param {unknown} value
   * @param {unknown} standard what it is when nobody chooses
   * @param {string} [problem]
   */
  update(value, standard, problem = '') {
    const { kind, unit, min, max } = this.#setting;
    const shown = [value, standard, problem];
    if (shown.every((part, i) => part === this.#shown[i]) && this.#shown.length) return;
    this.#shown = shown;
    // What a person is typing is theirs until they leave the field.
    if (!this.#control.matches(':focus')) this.#show();
    this.#control.setAttribute('aria-invalid', String(problem !== ''));
    setText(this.#problem, problem);
    this.#problem.hidden = problem === '';
    if (kind === 'text') return;
    const range = kind === 'choice' ? '' : `${formatNumber(min)} to ${formatNumber(max)} ${unit}\n`;
    setText(this.#range, `${range}default ${formatNumber(standard ?? 'none')}`);
  }

  #show() {
    const text = String(this.#shown[0] ?? '');
    if (this.#control.value !== text) this.#control.value = text;
  }

  /** @param {Record<string, unknown>} properties */
  #makeControl(properties) {
    const { kind, choices = [] } = this.#setting;
    if (kind === 'choice') {
      return el('select', properties, ...choices.map((choice) => el('option', {}, choice)));
    }
    if (kind === 'text') return el('textarea', { ...properties, rows: 2, spellcheck: false });
    const inputMode = kind === 'integer' ? 'numeric' : 'decimal';
    // Not type=number: there a wheel or an arrow key in passing changes the value by whole numbers.
    return el('input', { ...properties, type: 'text', inputMode, autocomplete: 'off' });
  }

  #read() {
    const control = this.#control;
    if (this.#setting.kind === 'text') return control.value;
    return control.value.trim() === '' ? undefined : parseSetting(this.#setting, control.value);
  }
}
