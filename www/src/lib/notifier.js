/** Milliseconds of a frame after which the other notifiers wait for the next. */
const LONGEST = 20;
/** Milliseconds between two changes of figures that change faster than anybody reads. */
const SOON = 100;

/**
 * The notifiers that fire before the next frame.
 *
 * @type {Set<Notifier>}
 */
const due = new Set();
let frame = 0;

/** Fires as many as a frame has time for, and at least one. */
function fire() {
  frame = 0;
  const end = performance.now() + LONGEST;
  for (const notifier of [...due]) {
    if (!due.delete(notifier)) continue; // an earlier one has silenced it
    notifier.dispatchEvent(new Event('change'));
    if (performance.now() >= end) break;
  }
  if (due.size > 0) frame ||= requestAnimationFrame(fire);
}

/** A source of named events, and of at most one `change` event a frame. */
export class Notifier extends EventTarget {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Fires `change` before the next frame; of many, some wait for a later one. */
  changed() {
    this.#forgetSoon();
    due.add(this);
    frame ||= requestAnimationFrame(fire);
  }

  /** Fires `change` a little later, together with the changes until then. */
  changedSoon() {
    if (!due.has(this)) this.#soon ??= setTimeout(() => this.changed(), SOON);
  }

  /** Cancels a `change` that is due. */
  silence() {
    this.#forgetSoon();
    due.delete(this);
  }

  #forgetSoon() {
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }
}
