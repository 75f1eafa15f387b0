import { Announcer } from '../lib/announcer.js';
import { el, setText } from '../lib/dom.js';

/** Milliseconds between two announcements. */
const INTERVAL = 5000;

/** Announces a lesson to screen readers, in the language of the section where its element stands. */
export class LessonVoice {
  element = el('p', { role: 'status', class: 'visually-hidden' });
  #announcer = new Announcer((message) => setText(this.element, message), INTERVAL);

  /** @param {string} message */
  announce(message) {
    this.#announcer.announce(message);
  }

  stop() {
    this.#announcer.stop();
  }
}
