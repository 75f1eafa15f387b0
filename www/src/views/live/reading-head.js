/** Milliseconds at a letter. */
const PACE = 220;

/**
 * The clock of the reading head. It walks while it is in view, unless the reader holds it still, points
 * at a letter or has the focus there; by default it is still for readers who prefer reduced motion.
 */
export class ReadingHead {
  isHeld = matchMedia('(prefers-reduced-motion: reduce)').matches;
  /** @type {Set<'pointer' | 'focus'>} what it rests under */
  #restsUnder = new Set();
  #isInView = false;
  #advance;
  #timer = 0;

  /** @param {() => void} advance moves it to the next letter */
  constructor(advance) {
    this.#advance = advance;
    document.addEventListener('visibilitychange', this.#update);
  }

  /** @param {boolean} isHeld */
  hold(isHeld) {
    this.isHeld = isHeld;
    this.#update();
  }

  /**
   * @param {'pointer' | 'focus'} under
   * @param {boolean} isThere
   */
  rest(under, isThere) {
    if (isThere) this.#restsUnder.add(under);
    else this.#restsUnder.delete(under);
    this.#update();
  }

  get isInView() {
    return this.#isInView;
  }

  set isInView(isInView) {
    this.#isInView = isInView;
    this.#update();
  }

  destroy() {
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#update);
  }

  #update = () => {
    const rests = this.isHeld || this.#restsUnder.size > 0;
    const walks = this.#isInView && !rests && !document.hidden;
    if (walks === (this.#timer !== 0)) return;
    clearInterval(this.#timer);
    this.#timer = walks ? window.setInterval(this.#advance, PACE) : 0;
  };
}
