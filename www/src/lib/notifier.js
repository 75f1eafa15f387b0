/** Milliseconds of a frame after which the other notifiers wait for the next. */
const LONGEST = 20;

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
  /**
   * @param {string} type
   * @param {unknown} detail
   */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Fires `change` before the next frame; of many, some wait for a later one. */
  changed() {
    due.add(this);
    frame ||= requestAnimationFrame(fire);
  }

  /** Cancels a `change` that is due. */
  silence() {
    due.delete(this);
  }
}
