import { el, setText } from '../../lib/dom.js';
import { formatSchedule, parseSchedule } from '../../settings/schedule.js';
import { scheduleForm } from '../../settings/settings.js';

const [CONSTANT] = scheduleForm.shapes;
const MAX_TOTAL = scheduleForm.maxTotal.toLocaleString('en');

/**
 * The form field of the learning-rate schedule: its shape, and two numbers where it is not
 * constant.
 */
export class ScheduleField {
  element;
  #shape;
  #warmup;
  #total;
  #numbers;
  #range;
  #problem;

  /**
   * @param {import('../../settings/setting.js').LabelledSetting} setting
   * @param {(value: string) => void} onChange
   */
  constructor({ label, help }, onChange) {
    const describedBy = { 'aria-describedby': 'schedule-help schedule-problem' };
    this.#shape = el(
      'select',
      { id: 'schedule', ...describedBy },
      ...scheduleForm.shapes.map((shape) => el('option', {}, shape)),
    );
    const number = { type: 'number', min: '0', step: '1', inputMode: 'numeric', ...describedBy };
    this.#warmup = el('input', number);
    this.#total = el('input', number);
    this.#numbers = el(
      'div',
      { class: 'pair' },
      el('label', {}, 'Warm-up, steps', this.#warmup),
      el('label', {}, 'Total, steps', this.#total),
    );
    this.#range = el('span', { class: 'range' });
    this.#problem = el('p', { class: 'problem', id: 'schedule-problem', hidden: true });
    this.element = el(
      'div',
      { class: 'field', 'data-control': 'schedule' },
      el('label', { for: 'schedule' }, label),
      el('div', { class: 'control' }, this.#shape),
      el('div', { class: 'about' }, el('p', { id: 'schedule-help' }, help), this.#range),
      this.#numbers,
      this.#problem,
    );
    this.element.addEventListener('input', () => {
      const shape = this.#shape.value;
      const warmup = this.#warmup.value;
      const total = this.#total.value;
      onChange(formatSchedule({ shape, warmup, total }));
    });
  }

  /**
   * @param {unknown} value
   * @param {unknown} standard
   * @param {string} [problem]
   */
  update(value, standard, problem = '') {
    setText(this.#range, `default ${standard}`);
    const message = problem && `Total must be above the warm-up, and at most ${MAX_TOTAL} steps.`;
    setText(this.#problem, message);
    this.#warmup.setAttribute('aria-invalid', String(problem !== ''));
    this.#total.setAttribute('aria-invalid', String(problem !== ''));
    this.#problem.hidden = problem === '';
    const schedule = parseSchedule(value);
    this.#numbers.hidden = this.#shape.value === CONSTANT;
    if (!schedule || this.element.matches(':focus-within')) return;
    this.#shape.value = schedule.shape;
    this.#warmup.value = String(schedule.warmup);
    this.#total.value = String(schedule.total);
    this.#numbers.hidden = schedule.shape === CONSTANT;
  }
}
