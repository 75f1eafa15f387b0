/** Speaks where runs cannot be kept. */

import { savedSteps } from '../runs/saved-runs.js';
import { isUnkept, keptStep } from './stored-runs.js';

/** Milliseconds in which a sentence can be read. */
const READING = 10_000;

/** Says once that runs are not kept, and asks from then on before one is lost. */
export class UnkeptRuns {
  #session;
  #signal;
  #isTold = false;

  /**
   * @param {import('../runs/session.js').Session} session
   * @param {AbortSignal} signal ends it
   */
  constructor(session, signal) {
    this.#session = session;
    this.#signal = signal;
  }

  /** Ends it, because a run is kept. */
  end() {
    this.#isTold = false;
    removeEventListener('beforeunload', this.#ask);
  }

  /** @param {Error} error */
  tell({ message }) {
    if (this.#isTold) return;
    this.#isTold = true;
    addEventListener('beforeunload', this.#ask, { signal: this.#signal });
    const said = { message, kind: 'notice' };
    this.say(said);
    setTimeout(() => this.#session.aside === said && this.say(undefined), READING);
  }

  /** @param {import('../runs/session.js').Session['aside']} said */
  say = (said) => {
    this.#session.aside = said;
    this.#session.changed();
  };

  /** @param {Event} event */
  #ask = (event) => {
    const { run, record } = this.#session;
    if (!run || isUnkept(run)) return;
    const saved = Math.max(savedSteps.get(run) ?? 0, keptStep(run));
    if (record.position.step > saved) event.preventDefault();
  };
}
