const WINDOW = 1000;

/** Characters per second, smoothed over about a second. */
export class TrainingRate {
  /** The characters and the time of the last slice. */
  chars = 0;
  milliseconds = 0;
  #chars = 0;
  #smoothed = 0;

  /**
   * @param {number} chars
   * @param {number} milliseconds that they took
   * @returns {number} characters per second, the rests between the slices included
   */
  add(chars, milliseconds) {
    this.#pass(chars, milliseconds);
    Object.assign(this, { chars, milliseconds });
    return this.#smoothed > 0 ? (1000 * this.#chars) / this.#smoothed : 0;
  }

  /** @param {number} milliseconds */
  rest(milliseconds) {
    this.#pass(0, milliseconds);
  }

  /**
   * @param {number} chars
   * @param {number} milliseconds
   */
  #pass(chars, milliseconds) {
    const share = Math.exp(-milliseconds / WINDOW);
    this.#chars = this.#chars * share + chars;
    this.#smoothed = this.#smoothed * share + milliseconds;
  }
}
