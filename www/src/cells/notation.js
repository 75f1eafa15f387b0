import { Notifier } from '../lib/notifier.js';

/** @typedef {import('./gate-names.js').Notation} Notation */

const KEY = 'lstm-playground-notation';
/** The key of earlier releases; still read, not written. */
const OLD_KEY = 'lstm-playground-words';

/**
 * @param {string | null} stored
 * @returns {Notation}
 */
const parse = (stored) => (stored === 'article' ? 'article' : 'textbook');

/**
 * The notation that a reader prefers, shared by all widgets and tabs. The browser stores the
 * choice; in a frame without storage it lasts as long as the page.
 *
 * Fires `change`.
 */
export class NotationPreference extends Notifier {
  #page;
  #value;
  /** The reader's own choice. */
  preferred;

  /** @param {Pick<Window, 'localStorage' | 'addEventListener'>} page */
  constructor(page) {
    super();
    this.#page = page;
    this.#value = this.preferred = parse(this.#stored());
    // Browsers fire this for changes by other tabs only. A null key means that the storage was
    // cleared.
    page.addEventListener('storage', ({ key }) => {
      if (key === KEY || key === null) this.show((this.preferred = parse(this.#stored())));
    });
  }

  get value() {
    return this.#value;
  }

  /** @param {Notation} value */
  choose(value) {
    this.preferred = value;
    this.show(value);
    try {
      this.#page.localStorage.setItem(KEY, value);
    } catch {
      // Without storage, or with a full one, the choice lasts as long as the page.
    }
  }

  /**
   * Shows a notation on this page, and leaves the reader's choice as it is stored.
   *
   * @param {Notation} value
   */
  show(value) {
    if (value === this.#value) return;
    this.#value = value;
    this.changed();
  }

  #stored() {
    try {
      const { localStorage } = this.#page;
      return localStorage.getItem(KEY) ?? localStorage.getItem(OLD_KEY);
    } catch {
      return null; // A sandboxed frame throws on access to its storage.
    }
  }
}

/** The preference on this page. */
export const notation = new NotationPreference(window);
