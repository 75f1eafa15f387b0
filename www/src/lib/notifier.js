/** Something that others watch: named events, and one `change` a frame however much changed. */
export class Notifier extends EventTarget {
  #frame = 0;

  /** @param {string} type @param {unknown} detail */
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

  /** Fires no `change` that is still due. */
  silence() {
    cancelAnimationFrame(this.#frame);
  }
}
