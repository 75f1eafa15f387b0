/** Figures with their bounds, printed as rows of a table of docs/reliability.md. */

import assert from 'node:assert/strict';

const MEBIBYTE = 2 ** 20;

/**
 * @typedef {object} Bound of a figure
 * @property {string} text
 * @property {(figure: any) => string} show
 * @property {(figure: any) => boolean} holds
 */

/**
 * A time in milliseconds.
 *
 * @param {number} most in seconds
 * @returns {Bound}
 */
export const seconds = (most) => ({
  text: `${most} s`,
  show: (figure) => `${Number((figure / 1000).toPrecision(2))} s`,
  holds: (figure) => figure <= 1000 * most,
});

/**
 * A number of bytes.
 *
 * @param {number} most in MiB
 * @returns {Bound}
 */
export const mebibytes = (most) => ({
  text: `${most} MiB`,
  show: (figure) => `${(figure / MEBIBYTE).toFixed()} MiB`,
  holds: (figure) => figure <= MEBIBYTE * most,
});

/**
 * A number.
 *
 * @param {number} least
 * @returns {Bound}
 */
export const atLeast = (least) => ({
  text: `at least ${least.toLocaleString('en')}`,
  show: (figure) => figure.toLocaleString('en'),
  holds: (figure) => figure >= least,
});

/**
 * A list of errors.
 *
 * @type {Bound}
 */
export const none = {
  text: 'none',
  show: (figure) => (figure.length === 0 ? 'none' : String(figure.length)),
  holds: (figure) => figure.length === 0,
};

/**
 * A sentence.
 *
 * @param {string} text what it has to say
 * @param {RegExp} pattern
 * @returns {Bound}
 */
export const sentence = (text, pattern) => ({
  text,
  show: (figure) => (pattern.test(figure) ? 'the same' : figure),
  holds: (figure) => pattern.test(figure),
});

/** Figures of several browsers with the same bounds. */
export class Figures {
  #thing;
  #bounds;
  /** @type {Record<string, unknown>[]} */
  #reached = [];

  /**
   * @param {string} thing
   * @param {[name: string, title: string, bound: Bound][]} bounds
   */
  constructor(thing, bounds) {
    this.#thing = thing;
    this.#bounds = bounds;
  }

  /**
   * Adds the figures of a browser, and asserts the bounds.
   *
   * @param {Record<string, unknown>} figures by name; one that cannot be measured is missing
   */
  add(figures) {
    this.#reached.push(figures);
    const broken = this.#bounds.filter(
      ([name, , { holds }]) => name in figures && !holds(figures[name]),
    );
    assert.deepEqual(
      broken.map(
        ([name, title, { text, show }]) => `${title}: ${show(figures[name])}, not ${text}`,
      ),
      [],
    );
  }

  /**
   * The rows of the table; none where nothing was measured.
   *
   * @param {string} command that prints them
   */
  rows(command) {
    if (this.#reached.length === 0) return [];
    return this.#bounds.map(([name, title, { text, show }]) => {
      const reached = this.#reached.map((figures) => (name in figures ? show(figures[name]) : '—'));
      const all = new Set(reached).size === 1 ? reached[0] : reached.join(', ');
      return `| ${this.#thing}: ${title} | ${text} | ${all} | \`${command}\` |`;
    });
  }
}
