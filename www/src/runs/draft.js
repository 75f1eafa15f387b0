import { countChars, makeWellFormed } from '../lib/text.js';
import { settingsFor, recallTextOf } from '../texts/lag-tasks.js';
import { settings, suggestedConfig } from '../settings/settings.js';
import { SettingsValues } from '../settings/settings-values.js';

/**
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 *
 * @typedef {object} TaskText a text in which something has to be remembered
 * @property {LagSource} source
 * @property {string} text
 * @property {number} bitsPerChar below which no model can get on average
 * @property {number} index of a character that needs memory, from 0
 */

/** Settings that a person may change without another model. */
const CHANGEABLE = ['learningRate'];

/** The text and the settings that the next model will be made from. */
export class Draft {
  text = '';
  /** @type {{chars: number, distinctChars: number} | undefined} nothing while they are being counted */
  counts = { chars: 0, distinctChars: 0 };
  settings = new SettingsValues(settings, suggestedConfig(0));

  /** The last one that was asked for. @type {TaskText | undefined} */
  taskText;

  #onChange;
  #counting = new AbortController();
  #isStopped = false;
  /** @type {Promise<void>} */
  #counted = Promise.resolve();

  /** @param {() => void} onChange called when the counts are known */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /**
   * All settings.
   *
   * @returns {import('../shared/protocol.js').Config}
   */
  get config() {
    return /** @type {any} */ (this.settings.values);
  }

  /** The text of a task that the text is, if it is one. */
  get task() {
    return this.taskText?.text === this.text ? this.taskText : undefined;
  }

  /**
   * On what the model is tried.
   *
   * @returns {LagSource | undefined}
   */
  get recallText() {
    return this.task && recallTextOf(this.task.source);
  }

  /**
   * True when a model was made from another text or other settings.
   *
   * @param {{text: string, config: object}} made
   */
  differsFrom({ text, config }) {
    const before = new Map(Object.entries(config));
    const changed = Object.entries(this.config).filter(
      ([name, value]) => value !== before.get(name),
    );
    return text !== this.text || changed.some(([name]) => !CHANGEABLE.includes(name));
  }

  /**
   * @param {string} text
   * @returns {number} how many lone surrogates had to be replaced
   */
  setText(text) {
    const wellFormed = makeWellFormed(text);
    this.text = wellFormed.text;
    this.#counting.abort();
    this.#counting = new AbortController();
    this.#counted = this.#count(this.#counting.signal);
    return wellFormed.replaced;
  }

  /** Ends it: nothing is made from it any more. */
  stop() {
    this.#isStopped = true;
    this.#counting.abort();
  }

  /** Resolves with the counts when a model can be made; rejects with what is missing. */
  async ready() {
    // The text may change while it is being counted.
    while (!this.counts && !this.#isStopped) await this.#counted;
    if (!this.counts) {
      throw Object.assign(new Error('the widget was removed'), { name: 'AbortError' });
    }
    const { chars } = this.counts;
    if (chars < 2) {
      const message =
        chars === 0
          ? 'The text is empty: type or paste one, open a file, or choose an example.'
          : 'The text has one character, and learning what follows what takes at least two: add some more.';
      throw Object.assign(new Error(message), { name: 'TextTooShortError' });
    }
    for (const message of this.settings.problems.values()) {
      throw Object.assign(new Error(message), { name: 'SettingError' });
    }
    return this.counts;
  }

  /** @param {AbortSignal} signal */
  async #count(signal) {
    this.counts = undefined;
    try {
      this.counts = await countChars(this.text, signal);
    } catch {
      return; // Another text has taken its place.
    }
    const own = this.task && settingsFor(this.task.source);
    this.settings.defaults = { ...suggestedConfig(this.counts.chars), ...own };
    this.#onChange();
  }
}
