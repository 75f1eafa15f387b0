/**
 * A person at a page in any browser. Everything is found and pressed by a script in the page: a driver
 * keeps the elements that it has found.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { selectorOf } from '../../tests/e2e/support/search.js';
import { actInPage } from './in-page.mjs';

/**
 * @typedef {import('../../tests/e2e/support/search.js').Role} Role
 *
 * @typedef {object} Where
 * @property {string} [within] the selector of the part to look in; by default the whole page
 * @property {boolean} [isPart] true where the name may be a part of the element's
 */

/** Milliseconds between two looks at the page: each leaves something in the driver's own objects. */
const POLL = 100;

/** @param {string} text @param {boolean} [isPart] */
function patternOf(text, isPart) {
  const source = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { source: isPart ? source : `^${source}$`, flags: '' };
}

export class Visitor {
  /** The chance of everything that is chosen. */
  random;
  #session;
  #pace;
  #patience;

  /**
   * @param {import('../webdriver.mjs').Session} session
   * @param {object} options
   * @param {() => number} options.random
   * @param {number} options.pace seconds that a person looks at a view
   * @param {number} [options.patience] milliseconds for the page to show what is looked for
   */
  constructor(session, { random, pace, patience = 180_000 }) {
    this.#session = session;
    this.#patience = patience;
    this.random = random;
    this.#pace = pace;
  }

  /**
   * @template R
   * @param {(...args: any[]) => R | Promise<R>} run in the page
   * @param {unknown[]} args
   * @returns {Promise<R>}
   */
  page(run, ...args) {
    return this.#session.execute(/** @type {any} */ (run), ...args);
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  /** @param {Role} role @param {string} name @param {Where} [where] */
  press(role, name, where) {
    return this.#act('press', role, name, where);
  }

  /**
   * Presses what is there and can be pressed now.
   *
   * @param {Role} role
   * @param {string} name
   * @param {Where} [where]
   * @returns {Promise<boolean>} false where it is not
   */
  async pressIfSeen(role, name, where) {
    return (await this.#act('press', role, name, where, { patience: 0 })) !== null;
  }

  /** @param {Role} role @param {string} name @param {string} value @param {Where} [where] */
  fill(role, name, value, where) {
    return this.#act('fill', role, name, where, { value });
  }

  /** @param {Role} role @param {string} name @param {Where} [where] @returns {Promise<boolean>} */
  async sees(role, name, where) {
    return (await this.#act('see', role, name, where, { patience: 0 })) !== null;
  }

  /** @param {string} selector @param {string} text a part of its text @param {Where} [where] */
  awaitText(selector, text, where) {
    const query = { selector, text: patternOf(text, true), isSeen: true };
    return this.page(actInPage, {
      query,
      within: where?.within,
      act: 'see',
      patience: this.#patience,
    });
  }

  /** @param {string} name of a tab @param {string} [within] */
  async open(name, within) {
    await this.press('tab', name, { within });
  }

  /** Looks at the page for a while. @param {number} [share] of the usual time */
  async look(share = 1) {
    const seconds = this.#pace * share * (0.5 + this.random());
    await this.page(
      (milliseconds) =>
        new Promise((resolve) => {
          /** @type {any} */ (window).soak.setTimeout(resolve, milliseconds);
        }),
      1000 * seconds,
    );
  }

  /**
   * Waits until the tag has trained this many further steps.
   *
   * @param {string} tag its selector
   * @param {number} count
   * @param {() => Promise<unknown>} [act] done before each further look
   */
  awaitSteps(tag, count, act) {
    const run = (/** @type {string} */ tag, /** @type {number} */ count) => {
      const { soak } = /** @type {any} */ (window);
      const element = document.querySelector(tag);
      const step = soak.steps.get(element) ?? 0;
      soak.from ??= new WeakMap();
      const from = Math.min(step, soak.from.get(element) ?? step); // a reset begins at 0
      soak.from.set(element, from);
      const isReached = step >= from + count;
      if (isReached) soak.from.delete(element);
      return isReached;
    };
    return this.#until(`${count} steps of ${tag}`, run, [tag, count], act);
  }

  /**
   * @param {string} tag its selector
   * @param {string[]} states any of which is waited for
   * @param {() => Promise<unknown>} [act] done while it is in none of them
   */
  awaitState(tag, states, act) {
    const run = (/** @type {string} */ tag, /** @type {string[]} */ states) => {
      const { soak } = /** @type {any} */ (window);
      return states.includes(soak.states.get(document.querySelector(tag)));
    };
    return this.#until(`${tag} to be ${states.join(' or ')}`, run, [tag, states], act);
  }

  /**
   * Waits until a function in the page returns true.
   *
   * @param {string} expected
   * @param {(...args: any[]) => unknown} run
   * @param {unknown[]} args
   * @param {() => Promise<unknown>} [act] done before each further look
   */
  async #until(expected, run, args, act) {
    const deadline = Date.now() + this.#patience;
    while (!(await this.page(run, ...args))) {
      await act?.();
      if (Date.now() > deadline) throw new Error(`expected ${expected}, in vain`);
      await sleep(POLL);
    }
  }

  /**
   * @param {string} act
   * @param {Role} role
   * @param {string} name
   * @param {Where} [where]
   * @param {{value?: string, patience?: number}} [options]
   */
  #act(act, role, name, { within, isPart } = {}, options = {}) {
    const query = { selector: selectorOf(role), name: patternOf(name, isPart), isSeen: true };
    const wish = { query, within, act, patience: this.#patience, ...options };
    return this.page(actInPage, wish);
  }
}
