/**
 * A curve of bounded length: when it is full, neighbouring points are averaged, so that it covers
 * the same range at half the resolution.
 */
export class Series {
  /** @type {number[]} */
  x = [];
  /** @type {number[]} */
  y = [];
  /** The number of pushed points that each stored point averages. */
  stride = 1;
  /** The number of pushed points in the last stored point; 0 when that point is full. */
  filled = 0;
  #limit;

  /** @param {number} limit the largest number of stored points, even */
  constructor(limit) {
    this.#limit = limit;
  }

  /**
   * Adds a point; `x` must not decrease.
   *
   * @param {number} x
   * @param {number} y
   */
  push(x, y) {
    if (this.filled % this.stride !== 0) {
      const last = this.x.length - 1;
      this.filled++;
      this.x[last] = x;
      this.y[last] += (y - this.y[last]) / this.filled;
      if (this.filled === this.stride) this.filled = 0;
      return;
    }
    if (this.x.length === this.#limit) this.#halve();
    this.x.push(x);
    this.y.push(y);
    this.filled = 1 % this.stride;
  }

  /**
   * Removes the points beyond an x.
   *
   * @param {number} x
   */
  cut(x) {
    const length = this.x.findIndex((stored) => stored > x);
    if (length < 0) return;
    this.x.length = length;
    this.y.length = length;
    this.filled = 0;
  }

  #halve() {
    const half = this.#limit / 2;
    for (let i = 0; i < half; i++) {
      this.x[i] = this.x[2 * i + 1];
      this.y[i] = (this.y[2 * i] + this.y[2 * i + 1]) / 2;
    }
    this.x.length = half;
    this.y.length = half;
    this.stride *= 2;
  }
}
