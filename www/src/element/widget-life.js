/** The life of a tag's widget: loaded when the tag is seen, left when the tag is taken out, back again. */

/** @typedef {import('./widget.js').Widget} Widget */

export class WidgetLife {
  #tag;
  #root;
  #start;
  /** @type {Promise<Widget> | undefined} */
  #loading;
  /** @type {Widget | undefined} */
  #widget;
  /** @type {Widget | undefined} the last one, while the tag is out of the document, or not seen since */
  #left;
  /** True once the address in `src` has been opened or refused: a tag that returns has the reader's text. */
  #hasOpened = false;
  #visibility = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    this.load().catch(({ name, message }) => {
      const options = { detail: { name, message }, bubbles: true, composed: true };
      this.#tag.dispatchEvent(new CustomEvent('lstm-error', options));
    });
  });

  /**
   * @param {HTMLElement} tag
   * @param {ShadowRoot} root
   * @param {(widget: Widget) => void} start gives the first widget its text and settings
   */
  constructor(tag, root, start) {
    this.#tag = tag;
    this.#root = root;
    this.#start = start;
    this.#showFallback();
  }

  /** The widget in the tag, once it is loaded. */
  get widget() {
    return this.#widget;
  }

  /** That, or the last one. */
  get latest() {
    return this.#widget ?? this.#left;
  }

  /** Loads the widget as soon as the tag is seen. */
  watch() {
    if (!this.#loading) this.#visibility.observe(this.#tag);
  }

  load() {
    this.#loading ??= this.#make();
    return this.#loading;
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
    this.#visibility.disconnect();
    const left = this.#left;
    /** @type {Widget} */
    let widget;
    /** @type {import('./page-links.js').Lessons} */
    let lessons;
    try {
      const { Widget, lessonsOf } = await import('./widget.js');
      lessons = left ? undefined : await lessonsOf(this.#tag);
      if (!this.#tag.isConnected)
        throw new Error('<lstm-playground> is not in a document: add it to one');
      widget = this.#widget = new Widget(this.#tag, this.#root, left);
      this.#left = undefined;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
    const { session } = widget;
    if (!left) this.#start(widget);
    widget.showPanels(this.#tag.getAttribute('panels'));
    widget.followLinks(lessons);
    if (left) session.comeBack().catch(() => {}); // it is reported
    const src = this.#hasOpened ? null : this.#tag.getAttribute('src');
    if (src !== null) {
      const opening = widget.savedRuns().then((runs) => runs.openRun(session, src));
      await opening.catch(() => {}); // it is reported
      this.#hasOpened = !session.isAway;
    }
    return widget;
  }

  #showFallback() {
    this.#root.replaceChildren(document.createElement('slot'));
  }
}
