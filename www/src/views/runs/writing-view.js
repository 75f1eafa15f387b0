import { el } from '../../lib/dom.js';
import { stepOf } from '../after-step.js';
import { sampleText } from '../sample-text.js';
import { Field } from '../settings/field.js';
import { StopField } from '../settings/stop-field.js';

/**
 * @typedef {import('../../shared/protocol.js').Sample} Sample
 * @typedef {import('../../settings/setting.js').LabelledSetting} Setting
 */

/** Characters per entry of the history, which shows at most four lines. */
const ENTRY = 400;

/** @param {Sample} sample */
const shortened = ({ prompt, text, ...rest }) => ({
  ...rest,
  prompt: prompt.slice(-ENTRY),
  text: text.slice(0, ENTRY),
});

/** The options of writing, and the history of the texts. */
export class WritingView {
  /** @type {Map<string, Field | StopField>} */
  #fields = new Map();
  #history = el('ol', {
    class: 'history',
    tabIndex: 0,
    'aria-label': 'Earlier texts, oldest first',
  });
  #past;
  /** @type {readonly Sample[] | undefined} */
  #samples;

  /**
   * @param {HTMLElement} root
   * @param {Setting[]} options with the prompt, which stands beside the text
   * @param {object} on
   * @param {(name: string, value: unknown) => void} on.choose undefined returns to the default
   */
  constructor(root, options, on) {
    for (const option of options) {
      const { name } = option;
      if (name === 'prompt') continue;
      const FieldClass = name === 'stop' ? StopField : Field;
      this.#fields.set(name, new FieldClass(option, (value) => on.choose(name, value)));
    }
    const fields = [...this.#fields.values()].map(({ element }) => element);
    this.#past = el('div', {}, el('h3', {}, 'From noise to text'), this.#history);
    root.append(
      el(
        'div',
        { class: 'head' },
        el('h2', {}, 'How does it choose the letters it writes?'),
        el(
          'p',
          { class: 'note' },
          'Change a value',
          el('span', { 'data-control': 'write' }, ', then press Write'),
          ': the network itself stays as it is.',
        ),
      ),
      el('div', { class: 'fields' }, ...fields),
      this.#past,
    );
  }

  /**
   * @param {object} values
   * @param {readonly Sample[]} values.samples oldest first
   * @param {string} values.separator the end of a document; empty where there are none
   * @param {Record<string, unknown>} values.values the sampling options in force
   * @param {Record<string, unknown>} values.defaults
   * @param {ReadonlyMap<string, string>} values.problems
   */
  update({ samples, separator, values, defaults, problems }) {
    for (const [name, field] of this.#fields) {
      field.update(values[name], defaults[name], problems.get(name), separator);
    }
    if (samples !== this.#samples) this.#show(samples);
  }

  /** @param {readonly Sample[]} samples */
  #show(samples) {
    this.#samples = samples;
    this.#past.hidden = samples.length < 2;
    const atEnd =
      this.#history.scrollHeight - this.#history.scrollTop - this.#history.clientHeight < 8;
    this.#history.replaceChildren(
      ...samples.map((sample) =>
        el(
          'li',
          {},
          el('span', { class: 'step' }, stepOf(sample)),
          el('pre', {}, ...sampleText(shortened(sample))),
        ),
      ),
    );
    if (atEnd) this.#history.scrollTop = this.#history.scrollHeight;
  }
}
