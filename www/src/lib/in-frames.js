/** Processes many items over several frames, so that the page stays responsive. */
export class InFrames {
  #frame = 0;

  /**
   * Starts the work, and stops earlier work that still runs.
   *
   * @param {number} count of items
   * @param {number} perFrame
   * @param {(index: number) => void} work
   */
  start(count, perFrame, work) {
    this.stop();
    let next = 0;
    const some = () => {
      const end = Math.min(count, next + perFrame);
      for (; next < end; next++) work(next);
      this.#frame = next < count ? requestAnimationFrame(some) : 0;
    };
    some();
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
