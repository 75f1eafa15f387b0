/** A source of named events, and of at most one `change` event a frame. */
export class Notifier extends EventTarget {
  #frame = 0;

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Fires `change` before the next frame. */
  changed() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.dispatchEvent(new Event('change'));
    });
  }

  /** Cancels a `change` that is due. */
  silence() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
