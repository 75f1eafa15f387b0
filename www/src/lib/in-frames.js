/** Works on many items, some of them a frame, so that the page stays responsive. */
export class InFrames {
  #frame = 0;

  /**
   * Starts to work; work that still runs is stopped.
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
