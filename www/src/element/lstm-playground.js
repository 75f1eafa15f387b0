/**
 * The tag `<lstm-playground>`. This script is small, because it is loaded with the page; the widget
 * is loaded when the tag becomes visible.
 */

import { defined } from '../lib/defined.js';
import { parseSetting } from '../settings/setting.js';
import { attributeOf, settings, suggestedConfig } from '../settings/settings.js';
import { TagMethods } from './tag-methods.js';

/** @typedef {import('./widget.js').Widget} Widget */

/**
 * The settings by attribute. A renderer writes the name of the setting, `hiddenSize`, which a document
 * in HTML makes `hiddensize`.
 */
const settingOfAttribute = new Map(
  settings.flatMap((setting) => {
    const { name } = setting;
    return [attributeOf(name), name.toLowerCase(), name].map((key) => [key, setting]);
  }),
);

/** The style before the widget is loaded. */
const block = new CSSStyleSheet();
block.replaceSync(':host { display: block }');

/**
 * @param {Record<string, unknown>} [a]
 * @param {Record<string, unknown>} [b]
 */
const isSame = (a, b) =>
  a === b || (a && b && Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]));

/** Properties that a page may have set before this script was loaded. */
const PROPERTIES = /** @type {const} */ (['text', 'config']);

/**
 * Attributes, beside one for each setting, such as `hidden-size`:
 * - `text`, or `preset`, the name of an example, used without a text
 * - `src`, the address of a saved run, opened when the tag is seen
 * - `panels`, the visible ones of "text settings curve sample live cell memory colour next units surgery
 *   reach race lags rate"
 * - `address`, present where the page's address names the open tab
 * - `keep`, present where the page keeps runs on the reader's computer
 *
 * A change by the host page after the first step takes effect at the next `reset()`; a change by the
 * reader restarts at once. What the page gives again, as renderers do, changes nothing: the reader's
 * choice stays.
 *
 * Events, all bubbling: `lstm-step` (detail: the report of `trainSteps`, with `charsPerSecond`),
 * `lstm-state` (detail: {state}), `lstm-error` (detail: {name, message}).
 */
export class LstmPlayground extends TagMethods {
  static observedAttributes = ['text', 'preset', 'panels', ...settingOfAttribute.keys()];

  #root = this.attachShadow({ mode: 'open' });
  /** @type {Promise<Widget> | undefined} */
  #loading;
  /** @type {Widget | undefined} */
  #widget;
  /** @type {Widget | undefined} the last one, while the tag is out of the document, or not seen since */
  #left;
  /** True once the address in `src` has been opened or refused: a tag that returns has the reader's text. */
  #hasOpened = false;
  /** @type {string | undefined} the text that the page has given */
  #text;
  /** @type {Record<string, unknown> | undefined} the settings that the page has assigned */
  #assigned;
  /** @type {Record<string, unknown>} those, and the settings of attributes that came later */
  #config = {};
  #visibility = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    this.#load().catch(({ name, message }) => {
      const options = { detail: { name, message }, bubbles: true, composed: true };
      this.dispatchEvent(new CustomEvent('lstm-error', options));
    });
  });

  constructor() {
    super(() => this.#load());
    this.#root.adoptedStyleSheets = [block];
    this.#root.append(document.createElement('slot'));
  }

  /**
   * The text to learn; null or undefined takes back the page's text, and leaves that of `preset`.
   *
   * @returns {string}
   */
  get text() {
    return this.#latest ? this.#latest.session.draft.text : (this.#text ?? '');
  }

  /** @param {string | null | undefined} text */
  set text(text) {
    const given = text === null || text === undefined ? undefined : String(text);
    if (given === this.#text) return;
    this.#text = given;
    if (given !== this.text) this.#showText(given);
  }

  /**
   * The settings in force. An assignment returns the settings that it omits to the suggestions for
   * the text; null or undefined leaves the settings of the attributes.
   *
   * @returns {Record<string, unknown>}
   */
  get config() {
    const { settings: chosen } = this.#latest?.session.draft ?? {};
    if (chosen) return chosen.values;
    const text = this.text;
    return { ...suggestedConfig(text.length, new Set(text).size), ...this.#config };
  }

  /** @param {Record<string, unknown> | null | undefined} config */
  set config(config) {
    const assigned = config ? defined(config) : undefined;
    if (isSame(assigned, this.#assigned)) return;
    this.#assigned = assigned;
    this.#config = { ...(assigned ?? this.#attributeSettings()) };
    this.#latest?.setConfig(this.#config);
  }

  connectedCallback() {
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete (/** @type {any} */ (this)[name]);
      /** @type {any} */ (this)[name] = value;
    }
    if (!this.#loading) this.#visibility.observe(this);
  }

  disconnectedCallback() {
    // A move within the document disconnects and reconnects the tag in one task.
    setTimeout(() => {
      if (!this.isConnected) this.#unload();
    });
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} value
   */
  attributeChangedCallback(name, before, value) {
    const setting = settingOfAttribute.get(name);
    if (setting) {
      const parsed = value === null ? undefined : parseSetting(setting, value);
      if (parsed === this.#config[setting.name]) return;
      if (parsed === undefined) delete this.#config[setting.name];
      else this.#config[setting.name] = parsed;
      this.#latest?.choose(setting.name, parsed);
    } else if (name === 'text') {
      this.text = value;
    } else if (value === before) {
      return;
    } else if (name === 'panels') {
      this.#widget?.showPanels(value);
    } else if (value !== null && this.#latest) {
      this.#text = undefined;
      this.#latest.usePreset(value);
    }
  }

  /** The settings that the attributes give. */
  #attributeSettings() {
    /** @type {Record<string, unknown>} */
    const given = {};
    for (const [name, setting] of settingOfAttribute) {
      const value = this.getAttribute(name);
      if (value !== null) given[setting.name] = parseSetting(setting, value);
    }
    return given;
  }

  /** @param {string} [text] without it, that of `preset` */
  #showText(text) {
    const preset = this.getAttribute('preset');
    if (text === undefined && preset !== null) this.#latest?.usePreset(preset);
    else this.#latest?.setText(text ?? '');
  }

  get #latest() {
    return this.#widget ?? this.#left;
  }

  #load() {
    this.#loading ??= this.#makeWidget();
    return this.#loading;
  }

  async #makeWidget() {
    this.#visibility.disconnect();
    const left = this.#left;
    /** @type {Widget} */
    let widget;
    try {
      const { Widget } = await import('./widget.js');
      if (!this.isConnected)
        throw new Error('<lstm-playground> is not in a document: add it to one');
      widget = this.#widget = new Widget(this, this.#root, left);
      this.#left = undefined;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
    const { session } = widget;
    if (!left) {
      widget.setConfig(this.#config);
      this.#showText(this.#text || undefined);
    }
    widget.showPanels(this.getAttribute('panels'));
    if (left) session.comeBack().catch(() => {}); // it is reported
    const src = this.#hasOpened ? null : this.getAttribute('src');
    if (src !== null) {
      const opening = widget.savedRuns().then((runs) => runs.openRun(session, src));
      await opening.catch(() => {}); // it is reported
      this.#hasOpened = !session.isAway;
    }
    return widget;
  }

  #unload() {
    this.#visibility.disconnect();
    if (!this.#widget) return;
    this.#widget.leave();
    this.#left = this.#widget;
    this.#widget = undefined;
    this.#loading = undefined;
    this.#root.replaceChildren(document.createElement('slot'));
  }
}

if (!customElements.get('lstm-playground'))
  customElements.define('lstm-playground', LstmPlayground);
