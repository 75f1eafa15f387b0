import { Notifier } from '../lib/notifier.js';

/** @typedef {import('./cells.js').Vocabulary} Vocabulary */

const KEY = 'lstm-playground-words';

/** @param {string | null} stored @returns {Vocabulary} */
const readable = (stored) => (stored === 'article' ? 'article' : 'textbook');

/**
 * The vocabulary in which a reader wants the cells explained. It outlives the page and is one for all widgets and
 * tabs; in a frame without storage it is remembered as long as the page.
 *
 * Fires `change`.
 */
export class Words extends Notifier {
  #page;
  #value;

  /** @param {Pick<Window, 'localStorage' | 'addEventListener'>} page */
  constructor(page) {
    super();
    this.#page = page;
    this.#value = readable(this.#stored());
    // Comes only from other tabs. Without a key all was cleared.
    page.addEventListener('storage', ({ key }) => {
      if (key === KEY || key === null) this.#become(readable(this.#stored()));
    });
  }

  get value() {
    return this.#value;
  }

  /** @param {Vocabulary} value */
  choose(value) {
    this.#become(value);
    try {
      this.#page.localStorage.setItem(KEY, value);
    } catch {
      // Without storage, or with a full one, the choice still holds on this page.
    }
  }

  /** @param {Vocabulary} value */
  #become(value) {
    if (value === this.#value) return;
    this.#value = value;
    this.changed();
  }

  #stored() {
    try {
      return this.#page.localStorage.getItem(KEY);
    } catch {
      return null; // A sandboxed frame has no storage: to ask for it is an error.
    }
  }
}

/** The one of this page. */
export const words = new Words(window);
