/** Work on many things, some of them a frame, so that the page is not held up. A new work takes the place of the last. */
export class InFrames {
  #frame = 0;

  /**
   * @param {number} count of things
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
