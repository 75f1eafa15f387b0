import { Announcer } from '../lib/announcer.js';
import { setText } from '../lib/dom.js';
import { formatBits, formatWhole } from '../lib/format.js';

/** @typedef {import('../runs/session.js').Session} Session */

/** Milliseconds between two announcements; and between two that only give the figures of a training that goes on. */
const INTERVAL = 5000;
const FIGURES_INTERVAL = 15_000;

/** @type {Record<import('../runs/session.js').Status, string>} */
const STATES = {
  empty: 'Waiting for a text.',
  idle: 'Ready to train.',
  starting: 'Starting.',
  training: 'Training.',
  paused: 'Paused.',
  failed: 'Stopped.',
};

/** Tells those who listen instead of looking what a session does. */
export class Narrator {
  #session;
  #announcer;
  #figuresAt = 0;

  /** @param {Session} session @param {HTMLElement} status the live region */
  constructor(session, status) {
    this.#session = session;
    this.#announcer = new Announcer((message) => setText(status, message), INTERVAL);
    session.addEventListener('state', () => this.#tellState());
    session.addEventListener('step', () => this.#tellFigures());
    session.addEventListener('error', (event) =>
      this.tell(/** @type {CustomEvent} */ (event).detail.message),
    );
  }

  /** @param {string} message */
  tell(message) {
    this.#announcer.announce(message);
  }

  stop() {
    this.#announcer.stop();
  }

  get #figures() {
    const { progress } = this.#session.record;
    if (!progress) return '';
    return ` Step ${formatWhole(progress.step)}, ${formatBits(progress.bitsPerChar)} bits per character.`;
  }

  #tellState() {
    this.#figuresAt = performance.now();
    const { status } = this.#session;
    this.#announcer.announce(STATES[status] + (status === 'paused' ? this.#figures : ''));
  }

  #tellFigures() {
    if (performance.now() - this.#figuresAt < FIGURES_INTERVAL) return;
    this.#figuresAt = performance.now();
    this.#announcer.announce(STATES[this.#session.status] + this.#figures);
  }
}
