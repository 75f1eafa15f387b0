/** Milliseconds between drawings of what is out of view. */
const PATIENCE = 150;

/**
 * Elements that are to be drawn, one a frame, in turns: all together would hold the page up. What was drawn once and is
 * out of view can wait.
 */
export class Drawings {
  /** @type {Map<Element, () => void>} */
  #queue = new Map();
  /** @type {Set<Element>} */
  #drawn = new Set();
  /** @type {Set<Element>} */
  #inView = new Set();
  #frame = 0;
  #timer = 0;
  #observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#inView.add(target);
      else this.#inView.delete(target);
    }
    this.#wake();
  });

  /** @param {Element} element @param {() => void} draw in the place of what was to be drawn there */
  add(element, draw) {
    this.#observer.observe(element);
    this.#queue.set(element, draw);
    this.#wake();
  }

  /** Forgets what was to be drawn, and what was drawn. */
  clear() {
    this.#queue.clear();
    this.#drawn.clear();
  }

  /** Ends it. */
  stop() {
    this.clear();
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
  }

  #wake() {
    this.#frame ||= requestAnimationFrame(() => this.#drawNext());
  }

  #drawNext() {
    this.#frame = 0;
    const waiting = [...this.#queue.keys()];
    const next = waiting.find((element) => this.#inView.has(element) || !this.#drawn.has(element));
    if (next) this.#draw(next);
    else if (waiting.length > 0)
      this.#timer ||= window.setTimeout(() => this.#drawUnseen(), PATIENCE);
  }

  #drawUnseen() {
    this.#timer = 0;
    const [element] = this.#queue.keys();
    if (element) this.#draw(element);
  }

  /** @param {Element} element */
  #draw(element) {
    const draw = this.#queue.get(element);
    this.#queue.delete(element);
    this.#drawn.add(element);
    this.#wake(); // first: others are to be drawn even if this throws
    draw?.();
  }
}
