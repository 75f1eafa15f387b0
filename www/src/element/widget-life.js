/** The life of a tag's widget: loaded when the tag is seen, left when the tag is taken out, back again. */

import { dispatch } from './dispatch.js';
import { roomSheet } from './room.js';

/**
 * @typedef {import('./widget.js').Widget} Widget
 * @typedef {(widget: Widget) => void} Change
 * @typedef {{changes: Change[], isOver?: boolean}} Opening
 */

export class WidgetLife {
  #tag;
  #root;
  #room = new CSSStyleSheet();
  #start;
  /** @type {Promise<Widget> | undefined} */
  #loading;
  /** @type {Widget | undefined} */
  #widget;
  /** @type {Widget | undefined} the last one, while the tag is out of the document, or not seen since */
  #left;
  /** The files that are to be opened, until they are, each with the changes of settings since. */
  #openings = new Set(/** @type {Opening[]} */ ([]));
  #visibility = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    this.#visibility.disconnect();
    this.load().then(
      (widget) => widget.see(),
      ({ name, message }) => dispatch(this.#tag, 'error', { name, message }),
    );
  });

  /**
   * @param {HTMLElement} tag
   * @param {Change} start gives the first widget its text and settings
   */
  constructor(tag, start) {
    this.#tag = tag;
    this.#root = tag.attachShadow({ mode: 'open' });
    this.#start = start;
    this.keepRoom();
    this.#showFallback();
  }

  /** Keeps free the height that the widget needs with the attributes of the tag. */
  keepRoom() {
    const names = ['panels', 'controls', 'lesson'];
    this.#room.replaceSync(roomSheet(names.map((name) => this.#tag.getAttribute(name))));
  }

  /** The widget in the tag, once it is loaded. */
  get widget() {
    return this.#widget;
  }

  /** The widget in the tag, or the last one. */
  get latest() {
    return this.#widget ?? this.#left;
  }

  /** Loads the widget as soon as the tag is seen. */
  watch() {
    this.#visibility.observe(this.#tag);
  }

  load() {
    this.#loading ??= this.#make();
    return this.#loading;
  }

  /**
   * Opens a file, unless a text comes before the widget; settings that come before the file are set in it.
   *
   * @param {(widget: Widget) => Promise<unknown>} open
   */
  async open(open) {
    /** @type {Opening} */
    const opening = { changes: [] };
    this.#openings.add(opening);
    try {
      const widget = await this.load();
      if (opening.isOver) throw new DOMException('another text took its place', 'AbortError');
      await open(widget);
      for (const change of opening.changes) change(widget);
    } finally {
      this.#openings.delete(opening);
    }
  }

  /**
   * Changes settings, also those of the files that are to be opened.
   *
   * @param {Change} change
   */
  change(change) {
    for (const { changes } of this.#openings) changes.push(change);
    if (this.latest) change(this.latest);
  }

  /** Notes that a text has come, which is newer than the files that are to be opened. */
  outdate() {
    for (const opening of this.#openings) opening.isOver = true;
  }

  leave() {
    this.#visibility.disconnect();
    if (!this.#widget) return;
    this.#widget.leave();
    this.#left = this.#widget;
    this.#widget = undefined;
    this.#loading = undefined;
    this.#showFallback();
  }

  async #make() {
    const left = this.#left;
    /** @type {Widget} */
    let widget;
    /** @type {import('./page-links.js').Setups} */
    let setups;
    try {
      const { Widget, setupsOf, optionsOf } = await import('./widget.js');
      const options = await optionsOf(this.#tag);
      setups = left ? undefined : await setupsOf(this.#tag);
      if (!this.#tag.isConnected)
        throw new Error('<lstm-playground> is not in a document: add it to one');
      widget = this.#widget = new Widget(this.#tag, this.#root, { previous: left, options });
      this.#left = undefined;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
    if (!left) this.#start(widget);
    await widget.begin(setups, Boolean(left));
    return widget;
  }

  #showFallback() {
    const room = document.createElement('div');
    room.className = 'room';
    room.append(document.createElement('slot'));
    this.#root.adoptedStyleSheets = [this.#room];
    this.#root.replaceChildren(room);
  }
}
