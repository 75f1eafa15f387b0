import { Announcer } from '../lib/announcer.js';
import { el, setText } from '../lib/dom.js';

/** Milliseconds between two announcements. */
const INTERVAL = 5000;

/** Announces a lesson to screen readers, in its language. */
export class LessonVoice {
  #status;
  #announcer = new Announcer((message) => setText(this.#status, message), INTERVAL);

  /**
   * @param {HTMLElement} frame
   * @param {string} lang the language
   */
  constructor(frame, lang) {
    this.#status = el('p', { role: 'status', class: 'visually-hidden', lang });
    frame.append(this.#status);
  }

  /** @param {string} message */
  announce(message) {
    this.#announcer.announce(message);
  }

  stop() {
    this.#announcer.stop();
    this.#status.remove();
  }
}
