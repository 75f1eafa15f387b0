import { lineOn } from './coach-rules.js';

/**
 * @typedef {import('./coach-facts.js').Facts} Facts
 * @typedef {import('./coach-rules.js').Line} Line
 */

/** Milliseconds before the same sentence may have other figures. */
const FIGURES = 4000;

/** Lets each of the coach's sentences stay long enough to be read. */
export class Coach {
  #onChange;
  #onSentence;
  #now;
  /** @type {Line & {status: string}} */
  #shown = { rule: '', kind: '', isAnswer: false, stays: 0, message: '', status: '' };
  /** When the shown rule appeared, applied last, and got its present words. */
  #appearedAt = 0;
  #appliedAt = 0;
  #writtenAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {object} on
   * @param {() => void} on.change called when a sentence that had to wait is due
   * @param {(line: Line) => void} on.sentence called with the first sentence of a rule
   * @param {() => number} [now] milliseconds
   */
  constructor(on, now = () => performance.now()) {
    this.#onChange = on.change;
    this.#onSentence = on.sentence;
    this.#now = now;
  }

  /**
   * The sentence to show.
   *
   * @param {Facts} facts
   * @returns {Line}
   */
  lineFor(facts) {
    clearTimeout(this.#timer);
    const now = this.#now();
    const line = lineOn(facts);
    const isNew = line.rule !== this.#shown.rule;
    if (!isNew) this.#appliedAt = now;
    const wait = this.#dueAt(line, facts.status) - now;
    if (wait > 0) {
      this.#timer = setTimeout(this.#onChange, wait);
      return this.#shown;
    }
    if (isNew) this.#appearedAt = this.#appliedAt = now;
    if (line.message !== this.#shown.message) this.#writtenAt = now;
    this.#shown = { ...line, status: facts.status };
    if (isNew) this.#onSentence(line);
    return line;
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /**
   * The time from which another line may be shown. A new status, an answer and another button are
   * shown at once; advice stays until it has not applied for a while, so that it does not flicker.
   *
   * @param {Line} line
   * @param {string} status
   */
  #dueAt({ rule, isAnswer, message, remedy }, status) {
    const shown = this.#shown;
    if (status !== shown.status || isAnswer) return 0;
    if (rule !== shown.rule) {
      return (shown.kind === 'advice' ? this.#appliedAt : this.#appearedAt) + shown.stays;
    }
    const isSame = message === shown.message || !remedy !== !shown.remedy;
    return isSame || shown.stays === 0 ? 0 : this.#writtenAt + FIGURES;
  }
}
