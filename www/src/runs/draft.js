import { countChars, countDocuments, makeWellFormed, noCounts } from '../lib/text.js';
import { presets } from '../texts/presets.js';
import { settings, suggestedConfig } from '../settings/settings.js';
import { SettingsValues } from '../settings/settings-values.js';

/**
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 *
 * @typedef {object} TaskText a text of a lag task
 * @property {LagSource} source
 * @property {string} title
 * @property {string} effect what to see in it
 * @property {string} text
 * @property {Record<string, unknown>} config the settings that suit it
 * @property {LagSource} recallText another text, on which recall is
 *   measured during training
 * @property {number} bitsPerChar the lowest possible loss
 * @property {number} index of a character that needs memory, from 0
 */

/** The settings that can change without a new model. */
export const CHANGEABLE = ['learningRate'];

/** The text and the settings of the next run. */
export class Draft {
  text = '';
  /**
   * Undefined during counting.
   *
   * @type {import('../lib/text.js').CharCounts | undefined}
   */
  counts = noCounts();
  settings = new SettingsValues(settings, { ...suggestedConfig(0, 0) });

  /**
   * The newest text of a lag task.
   *
   * @type {TaskText | undefined}
   */
  taskText;

  #onChange;
  #hasRun;
  #keptSizes;
  #counting = new AbortController();
  #isStopped = false;
  /** @type {Promise<void>} */
  #counted = Promise.resolve();
  #documents = { text: '', separator: '', count: 1 };

  /**
   * @param {() => void} onChange called when the counts are known
   * @param {() => boolean} [hasRun] true while a run has the draft's learning rate
   * @param {() => Record<string, unknown> | undefined} [keptSizes] the sizes of a network that the
   *   next run keeps
   */
  constructor(onChange, hasRun = () => false, keptSizes = () => undefined) {
    this.#onChange = onChange;
    this.#hasRun = hasRun;
    this.#keptSizes = keptSizes;
  }

  /**
   * All settings.
   *
   * @returns {import('../shared/protocol.js').Config}
   */
  get config() {
    return /** @type {any} */ (this.settings.values);
  }

  /** The number of documents of the text. */
  get documents() {
    const separator = String(this.settings.values.separator ?? '');
    if (this.#documents.text !== this.text || this.#documents.separator !== separator) {
      this.#documents = { text: this.text, separator, count: countDocuments(this.text, separator) };
    }
    return this.#documents.count;
  }

  /** The text of a lag task, while it is the draft's text. */
  get task() {
    return this.taskText?.text === this.text ? this.taskText : undefined;
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
   * @returns {number} the number of lone surrogates that were replaced
   */
  setText(text) {
    const wellFormed = makeWellFormed(text);
    this.text = wellFormed.text;
    this.#counting.abort();
    this.#counting = new AbortController();
    this.#counted = this.#count(this.#counting.signal);
    return wellFormed.replaced;
  }

  /** A draft without a text and a page. */
  empty() {
    return new Draft(() => {});
  }

  /** The text and the settings, to be restored. */
  save() {
    const { text, counts, taskText } = this;
    const { chosen, defaults } = this.settings;
    return { text, counts, taskText, chosen, defaults };
  }

  /** @param {ReturnType<Draft['save']>} saved */
  restore({ text, counts, taskText, chosen, defaults }) {
    this.setText(text);
    if (counts) {
      this.#counting.abort();
      this.counts = counts;
    }
    this.taskText = taskText;
    this.settings.clear();
    for (const [name, value] of Object.entries(chosen)) this.settings.choose(name, value);
    this.settings.defaults = defaults;
  }

  /** Suggests the settings that suit the text; a run keeps the learning rate suggested for it. */
  suggest() {
    if (!this.counts) return; // the end of the counting suggests them
    const { learningRate } = this.settings.defaults;
    const { config: own } = this.task ?? presets.find(({ is }) => is(this.text)) ?? {};
    const { chars, distinctChars } = this.counts;
    const suggestions = { ...suggestedConfig(chars, distinctChars), ...own, ...this.#keptSizes() };
    this.settings.defaults = this.#hasRun() ? { ...suggestions, learningRate } : suggestions;
  }

  /**
   * Makes the learning rate in force the chosen one.
   *
   * @param {number} rate
   */
  followRate(rate) {
    const { defaults } = this.settings;
    this.settings.choose('learningRate', rate === defaults.learningRate ? undefined : rate);
    this.#onChange();
  }

  /** Ends the counting: no run is made from a draft that is not counted. */
  stop() {
    this.#isStopped = true;
    this.#counting.abort();
  }

  /** Goes on after `stop`. */
  goOn() {
    this.#isStopped = false;
    if (!this.counts) this.setText(this.text);
  }

  /** Resolves with the counts when a model can be made; rejects with the reason why none can. */
  async ready() {
    // The text may change while it is being counted.
    while (!this.counts && !this.#isStopped) await this.#counted;
    return this.check();
  }

  /** The counts; throws the reason why no model can be made. */
  check() {
    if (!this.counts) {
      throw Object.assign(new Error('the widget was removed'), { name: 'AbortError' });
    }
    const { chars } = this.counts;
    if (chars < 2) {
      const message =
        chars === 0
          ? 'The text is empty: type or paste one, open a file, or choose an example.'
          : 'The text has one letter, but learning takes at least two: add more.';
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
      const counts = await countChars(this.text, signal);
      signal.throwIfAborted();
      this.counts = counts;
    } catch {
      return; // another text has taken its place
    }
    this.suggest();
    this.#onChange();
  }
}
