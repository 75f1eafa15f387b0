/** Milliseconds between drawings of elements out of view. */
const UNSEEN_INTERVAL = 150;
/** Milliseconds of a frame, other work in it included, after which drawings wait for the next. */
const LONGEST = 8;

/**
 * Draws as many elements as a frame has time for, and at least one in two frames. After its first
 * drawing, an element out of view waits.
 */
export class Drawings {
  /** @type {Map<Element, () => void>} */
  #queue = new Map();
  /** @type {Set<Element>} */
  #drawn = new Set();
  /** @type {Set<Element>} */
  #inView = new Set();
  #frame = 0;
  /** True where the last frame had no time for a drawing. */
  #hasWaited = false;
  #timer = 0;
  #observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#inView.add(target);
      else this.#inView.delete(target);
    }
    this.#wake();
  });

  /**
   * Queues a drawing; it replaces one that waits for the same element.
   *
   * @param {Element} element
   * @param {() => void} draw
   */
  add(element, draw) {
    this.#observer.observe(element);
    this.#queue.set(element, draw);
    this.#wake();
  }

  /** Forgets the queue and the record of drawn elements. */
  clear() {
    this.#queue.clear();
    this.#drawn.clear();
  }

  stop() {
    this.clear();
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
  }

  #wake() {
    this.#frame ||= requestAnimationFrame((start) => this.#drawNext(start));
  }

  /** @param {number} start of the frame */
  #drawNext(start) {
    this.#frame = 0;
    const now = performance.now();
    if (now >= start + LONGEST && !this.#hasWaited) {
      this.#hasWaited = true;
      return this.#planNext();
    }
    this.#hasWaited = false;
    const end = now + LONGEST;
    try {
      for (const element of [...this.#queue.keys()].filter(this.#isDue)) {
        this.#draw(element);
        if (performance.now() >= end) break;
      }
    } finally {
      this.#planNext();
    }
  }

  #drawUnseen() {
    this.#timer = 0;
    const [element] = this.#queue.keys();
    try {
      if (element) this.#draw(element);
    } finally {
      this.#planNext();
    }
  }

  #isDue = (/** @type {Element} */ element) =>
    this.#inView.has(element) || !this.#drawn.has(element);

  /** @param {Element} element */
  #draw(element) {
    const draw = this.#queue.get(element);
    if (!draw) return; // a drawing before has cleared the queue
    this.#queue.delete(element);
    this.#drawn.add(element);
    draw();
  }

  #planNext() {
    const waiting = [...this.#queue.keys()];
    if (waiting.some(this.#isDue)) this.#wake();
    else if (waiting.length > 0) {
      this.#timer ||= window.setTimeout(() => this.#drawUnseen(), UNSEEN_INTERVAL);
    }
  }
}
