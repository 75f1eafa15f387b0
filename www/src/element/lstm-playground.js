/**
 * The tag `<lstm-playground>`. This script is small, because it is loaded with the page; the widget
 * is loaded when the tag becomes visible.
 */

/* global __VERSION__ */
import { maxTextChars, suggestedConfig } from '../settings/settings.js';
import { parseSetting } from '../settings/written-setting.js';
import { OBSERVED } from './observed-attributes.js';
import { Given } from './given.js';
import { settingOfAttribute } from './setting-attributes.js';
import { TagMethods } from './tag-methods.js';
import { WidgetLife } from './widget-life.js';

/** Properties that a page may have set before this script was loaded. */
const PROPERTIES = /** @type {const} */ (['text', 'config']);

/**
 * Attributes, beside one for each setting, such as `hidden-size`:
 * - `text`, or `preset`, the name of an example, used without a text
 * - `src`, the address of a saved run, opened when the tag is seen
 * - `panels`, the visible ones of "text settings curve sample live cell memory colour next units surgery
 *   reach race lags rate"
 * - `controls`, the settings and buttons that a reader may use; the others are hidden
 * - `lesson`, the name of a lesson, which brings its text, settings and panels
 * - `readonly`, present where a reader may not change the text
 * - `autostart`, present where training starts as soon as a reader sees the tag
 * - `address`, present where the page's address names the open tab
 * - `keep`, present where the page keeps runs on the reader's computer
 *
 * A change by the host page after the first step takes effect at the next `reset()`; a change by the
 * reader restarts at once. What the page gives again, as renderers do, changes nothing: the reader's
 * choice stays.
 *
 * Events, all bubbling: `lstm-step` (detail: the report of `trainSteps`, with `charsPerSecond`),
 * `lstm-sample` (detail: the text written), `lstm-state` (detail: {state}), `lstm-error` (detail: {name,
 * message}), and once `lstm-ready`, when text and settings, or the run of `src`, are there.
 */
export class LstmPlayground extends TagMethods {
  static version = __VERSION__;
  static observedAttributes = [...OBSERVED, ...settingOfAttribute.keys()];

  /** Text and settings of the page. */
  #given = new Given();
  #life;
  /** True once the tag has been in a document: an example that it is given now is newer than its text. */
  #isPlaced = false;

  constructor() {
    super(() => this.#life);
    this.#life = new WidgetLife(this, (widget) => {
      widget.setConfig(this.#given.config);
      this.#showText(this.#given.text);
    });
  }

  /**
   * The text to learn; null, undefined or an empty text takes back the page's text, and leaves that of
   * `preset`.
   *
   * @returns {string}
   */
  get text() {
    return this.#life.latest?.session.draft.text ?? this.#given.text ?? '';
  }

  /** @param {string | null | undefined} text */
  set text(text) {
    if (!this.#given.takeText(text)) return;
    const { text: given = '' } = this.#given;
    if (given.length <= maxTextChars) this.#life.outdate(); // a longer one is refused
    if (this.#given.text === this.text) this.#life.latest?.session.outdateFiles();
    else this.#showText(this.#given.text);
  }

  /**
   * The settings in force. An assignment returns the settings that it omits to the suggestions for
   * the text; null or undefined leaves the settings of the attributes.
   *
   * @returns {Record<string, unknown>}
   */
  get config() {
    const { settings: chosen } = this.#life.latest?.session.draft ?? {};
    if (chosen) return chosen.values;
    const text = this.text;
    return { ...suggestedConfig(text.length, new Set(text).size), ...this.#given.config };
  }

  /** @param {Record<string, unknown> | null | undefined} config */
  set config(config) {
    if (!this.#given.takeConfig(config, this)) return;
    this.#life.change((widget) => widget.setConfig(this.#given.config));
  }

  connectedCallback() {
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete (/** @type {any} */ (this)[name]);
      /** @type {any} */ (this)[name] = value;
    }
    this.#isPlaced = true;
    this.#life.watch();
  }

  disconnectedCallback() {
    // A move within the document disconnects and reconnects the tag in one task.
    setTimeout(() => {
      if (!this.isConnected) this.#life.leave();
    });
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} value
   */
  attributeChangedCallback(name, before, value) {
    const { widget, latest } = this.#life;
    const setting = settingOfAttribute.get(name);
    if (setting) {
      const parsed = value === null ? undefined : parseSetting(setting, value);
      if (!this.#given.takeSetting(setting.name, parsed)) return;
      this.#life.change((widget) => widget.choose(setting.name, parsed));
    } else if (name === 'text') {
      this.text = value;
    } else if (value === before) {
      return;
    } else if (name !== 'preset') {
      this.#life.keepRoom();
      if (name === 'panels') widget?.showPanels(value);
      else widget?.follow().catch(() => {}); // the page stays as it is
    } else if (value !== null) {
      if (this.#isPlaced) this.#given.text = undefined;
      this.#life.outdate();
      latest?.usePreset(value);
    }
  }

  /** @param {string} [text] without it, that of `preset` */
  #showText(text) {
    const preset = this.getAttribute('preset');
    const { latest } = this.#life;
    if (text === undefined && preset !== null) latest?.usePreset(preset);
    else latest?.setText(text ?? '');
  }
}

/** The class in force, which may be that of another script. */
const first = /** @type {any} */ (customElements.get('lstm-playground'));
if (!first) customElements.define('lstm-playground', LstmPlayground);
else if (first.version !== __VERSION__) {
  console.warn(
    `Two scripts define <lstm-playground>: version ${first.version} is in use, ${__VERSION__} is not. Load one.`,
  );
}
