/**
 * Passes on the newest of many messages, at most one in `interval` milliseconds: a screen reader
 * that reads out every step reads nothing else.
 */
export class Announcer {
  #say;
  #interval;
  #next = '';
  #said = '';
  #readyAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(message: string) => void} say
   * @param {number} interval milliseconds
   */
  constructor(say, interval) {
    this.#say = say;
    this.#interval = interval;
  }

  /** @param {string} message not repeated when it was the last one */
  announce(message) {
    this.#next = message;
    if (this.#timer !== undefined) return;
    const wait = this.#readyAt - performance.now();
    if (wait <= 0) this.#speak();
    else this.#timer = setTimeout(() => this.#speak(), wait);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #speak() {
    this.#timer = undefined;
    if (this.#next === this.#said) return;
    this.#said = this.#next;
    this.#readyAt = performance.now() + this.#interval;
    this.#say(this.#next);
  }
}
