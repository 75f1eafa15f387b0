const WINDOW = 1000;

/** Characters per second, smoothed over about a second. */
export class TrainingRate {
  /** The time of the last slice. */
  milliseconds = 0;
  #chars = 0;
  #smoothed = 0;

  /**
   * @param {number} chars
   * @param {number} milliseconds that they took
   * @returns {number} characters per second
   */
  add(chars, milliseconds) {
    const share = Math.exp(-milliseconds / WINDOW);
    this.#chars = this.#chars * share + chars;
    this.#smoothed = this.#smoothed * share + milliseconds;
    this.milliseconds = milliseconds;
    return this.#smoothed > 0 ? (1000 * this.#chars) / this.#smoothed : 0;
  }
}
