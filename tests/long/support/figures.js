/** Figures with their bounds, printed as rows of a table of docs/reliability.md. */

import assert from 'node:assert/strict';
import { engineNames } from '../../../scripts/webdriver.mjs';

const MEBIBYTE = 2 ** 20;
/** The figure that not every system and browser has. */
const OPTIONAL = 'memory';

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

/** @param {unknown} figure */
const isMeasured = (figure) => figure !== undefined && figure !== null;

/** @param {Bound} bound @param {unknown} figure */
const shown = ({ show }, figure) => (isMeasured(figure) ? show(figure) : '—');

/** Figures of several browsers with the same bounds. */
export class Figures {
  #thing;
  #bounds;
  /** @type {Map<string, Record<string, unknown>>} by browser */
  #reached = new Map();

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
   * @param {import('../../../scripts/webdriver.mjs').EngineName} browser
   * @param {Record<string, unknown>} figures by name; only the memory may be missing
   */
  add(browser, figures) {
    this.#reached.set(browser, figures);
    const broken = this.#bounds.filter(([name, , { holds }]) =>
      isMeasured(figures[name]) ? !holds(figures[name]) : name !== OPTIONAL,
    );
    assert.deepEqual(
      broken.map(
        ([name, title, bound]) => `${title}: ${shown(bound, figures[name])}, not ${bound.text}`,
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
    if (this.#reached.size === 0) return [];
    return this.#bounds.map(([name, title, bound]) => {
      const reached = engineNames.map((browser) =>
        shown(bound, this.#reached.get(browser)?.[name]),
      );
      const all = new Set(reached).size === 1 ? reached[0] : reached.join(', ');
      return `| ${this.#thing}: ${title} | ${bound.text} | ${all} | \`${command}\` |`;
    });
  }
}
