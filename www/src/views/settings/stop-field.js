import { el } from '../../lib/dom.js';
import { Field } from './field.js';

const OWN = 'own';
const HELP = 'Write \\n for a line break, \\t for a tab, \\f for a page break.';
const ENDS = { '\n': 'a line break', '.': 'a full stop', '\n\n': 'a blank line' };

/** The form field of the end of a text: common ends, or the reader's own. */
export class StopField {
  element;
  #own;
  #document = el('option', {}, 'the end of a document');
  #select;
  /** True from the choice of an own end to the next other choice. */
  #isOwn = false;

  /**
   * @param {import('../../settings/setting.js').LabelledSetting} setting
   * @param {(value: unknown) => void} onChange
   */
  constructor(setting, onChange) {
    const { label, help } = setting;
    this.#own = new Field({ ...setting, label: 'Own end', help: HELP }, onChange);
    this.#select = el(
      'select',
      { id: 'stop', 'aria-describedby': 'stop-help' },
      el('option', { value: '' }, 'the length alone'),
      this.#document,
      ...Object.entries(ENDS).map(([value, name]) => el('option', { value }, name)),
      el('option', { value: OWN }, 'own …'),
    );
    this.#select.addEventListener('change', () => {
      const { value } = this.#select;
      this.#isOwn = value === OWN;
      this.#own.element.hidden = !this.#isOwn;
      onChange(this.#isOwn ? '' : value);
    });
    this.element = el(
      'div',
      { class: 'field', 'data-control': 'stop' },
      el('label', { for: 'stop' }, label),
      el('div', { class: 'control' }, this.#select),
      el('div', { class: 'about' }, el('p', { id: 'stop-help' }, help)),
      this.#own.element,
    );
  }

  /**
   * @param {unknown} value
   * @param {unknown} standard the default
   * @param {string} [problem]
   * @param {string} [separator] the end of a document; empty where there are none
   */
  update(value, standard, problem, separator = '') {
    this.#own.update(value, standard, problem);
    this.#document.value = separator;
    this.#document.hidden = separator === '';
    const isListed = value === '' || value === separator || Object.hasOwn(ENDS, String(value));
    const isOwn = this.#isOwn || !isListed;
    const chosen = isOwn ? OWN : String(value);
    if (this.#select.value !== chosen) this.#select.value = chosen;
    this.#own.element.hidden = !isOwn;
  }
}
