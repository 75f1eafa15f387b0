import { Announcer } from '../lib/announcer.js';
import { setText } from '../lib/dom.js';
import { formatBits, formatCount } from '../lib/format.js';
import { factsOf } from '../runs/coach-facts.js';
import { lineOn } from '../runs/coach-rules.js';
import { endedSentence } from '../runs/ended-sentence.js';

/** @typedef {import('../runs/session.js').Session} Session */

/** Milliseconds between two announcements. */
const INTERVAL = 5000;
/** Milliseconds between two announcements of figures during training. */
const FIGURES_INTERVAL = 15_000;

/**
 * The states; the start is short.
 *
 * @type {Partial<Record<import('../runs/run-holder.js').Status, string>>}
 */
const STATES = {
  empty: 'Waiting for a text.',
  idle: 'Ready to train.',
  training: 'Training.',
  paused: 'Paused.',
  failed: 'Stopped.',
};

/** The coach's rule whose sentence stands for the state. */
const RESTARTED = 'restarted';
/** The rule for a sentence that is not about the state. */
const ASIDE = 'aside';

/** Announces the state of a session to screen readers. */
export class Narrator {
  #session;
  #announcer;
  #figuresAt = 0;
  /** Stands before the state of an earlier run or text that is back, and of an opened run. */
  #undone = '';
  /** The coach's sentence that has not been announced. */
  #sentence = '';
  #stopped = new AbortController();

  /**
   * @param {Session} session
   * @param {HTMLElement} status the live region
   */
  constructor(session, status) {
    this.#session = session;
    this.#announcer = new Announcer((message) => setText(status, message), INTERVAL);
    /** @param {string} type @param {(event: any) => void} hear */
    const on = (type, hear) => session.addEventListener(type, hear, this.#stopped);
    on('state', () => this.#announceState());
    on('undone', () => {
      if (session.undo.isKeeping) return;
      this.#undone = 'Undone. ';
      if (!session.run) this.#announceState(); // a text alone may leave the state as it is
    });
    on('opened', () => (this.#undone = 'Opened. '));
    on('step', () => this.#announceFigures());
    on('written', () => this.announce('The text is written.'));
    on('coach', ({ detail }) => this.#keepSentence(detail));
    on('error', ({ detail }) => this.announce(detail.message));
  }

  /** @param {string} message */
  announce(message) {
    this.#announcer.announce(message);
  }

  stop() {
    this.#stopped.abort();
    this.#announcer.stop();
  }

  get #figures() {
    const { progress } = this.#session.record;
    if (!progress) return '';
    return ` After ${formatCount(progress.step, 'step')}: ${formatBits(progress.bitsPerChar)} bits a letter.`;
  }

  #announceState() {
    if (this.#session.undo.isKeeping) return; // the run that follows is announced
    this.#figuresAt = performance.now();
    const { status } = this.#session;
    const facts = factsOf(this.#session);
    const { rule, message } = lineOn(facts);
    const isRestart = rule === RESTARTED && !this.#undone;
    const state = isRestart ? message : endedSentence(facts) || STATES[status];
    if (!state) return;
    this.#announcer.announce(this.#undone + state + (status === 'paused' ? this.#figures : ''));
    this.#undone = '';
  }

  /**
   * Announces a restart, once. Keeps a sentence about what training shows: it takes the place of the
   * next figures. Other sentences go with a state or an error, which are announced.
   *
   * @param {import('../runs/coach-rules.js').Line} line
   */
  #keepSentence({ rule, message, kind }) {
    const isAnnounced = rule === RESTARTED || rule === ASIDE;
    if (isAnnounced) this.#announcer.announce(message);
    const isTraining = this.#session.status === 'training';
    const isTold = isAnnounced || kind === 'problem' || kind === 'notice';
    this.#sentence = isTraining && !isTold ? message : '';
  }

  #announceFigures() {
    if (performance.now() - this.#figuresAt < FIGURES_INTERVAL) return;
    this.#figuresAt = performance.now();
    this.#announcer.announce(this.#sentence || STATES[this.#session.status] + this.#figures);
    this.#sentence = '';
  }
}
