const WINDOW = 1000;

/** Characters per second, smoothed over about a second. */
export class TrainingRate {
  #chars = 0;
  #milliseconds = 0;

  /**
   * @param {number} chars
   * @param {number} milliseconds that they took
   * @returns {number} characters per second
   */
  add(chars, milliseconds) {
    const share = Math.exp(-milliseconds / WINDOW);
    this.#chars = this.#chars * share + chars;
    this.#milliseconds = this.#milliseconds * share + milliseconds;
    return this.#milliseconds > 0 ? (1000 * this.#chars) / this.#milliseconds : 0;
  }
}
