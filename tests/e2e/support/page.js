/**
 * A page in any browser, driven as a person does. The methods have Playwright's names, so that
 * helpers such as `controls` serve both.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { WebDriverError } from '../../../scripts/webdriver.mjs';
import { search, selectorOf } from './search.js';
import { PATIENCE } from './soon.js';

/**
 * @typedef {import('./search.js').Query} Query
 * @typedef {Record<string, string>} ElementReference as the protocol refers to an element
 */

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'; // the protocol's key
/** Codes of errors about a page that changes, after which a person looks again. */
const PASSING = [
  ...['stale element reference', 'no such element', 'no answer'],
  ...['element click intercepted', 'element not interactable'],
];
/**
 * Keys without a letter, as the protocol writes them.
 *
 * @type {Record<string, string>}
 */
const keys = {
  ...{ Backspace: '\uE003', Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Escape: '\uE00C' },
  ...{ PageUp: '\uE00E', PageDown: '\uE00F', End: '\uE010', Home: '\uE011' },
  ...{ ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015' },
};

/** @param {unknown} error @returns {error is WebDriverError} */
const isPassing = (error) => error instanceof WebDriverError && PASSING.includes(error.code);

/** The page is not yet as expected; the message tells how it is. */
class NotYet extends Error {}

/**
 * @param {string | RegExp} wanted
 * @param {boolean} [isExact] false if a string may be a part, in any case
 */
function patternOf(wanted, isExact = false) {
  if (wanted instanceof RegExp) return wanted;
  const source = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return isExact ? new RegExp(`^${source}$`) : new RegExp(source, 'i');
}

/** @param {RegExp} regExp */
const plain = ({ source, flags }) => ({ source, flags });

/**
 * Runs in the page: prepares for a click.
 *
 * @param {Element} element
 * @returns {Promise<string>} the reason why a person would still wait, or ''
 */
async function watchForClick(element) {
  if (element.matches(':disabled')) return 'a disabled one';
  const { top } = element.getBoundingClientRect();
  await new Promise((resolve) => setTimeout(resolve, 30));
  if (element.getBoundingClientRect().top !== top) return 'a moving one';
  const page = /** @type {any} */ (window);
  page.isMissed = true;
  element.addEventListener('click', () => (page.isMissed = false), { once: true, capture: true });
  return '';
}

/** @param {Element} element runs in the page */
const toCentre = (element) => element.scrollIntoView({ block: 'center', behavior: 'instant' });

/** The base class of a page and of the elements found in it. */
class Scope {
  /** @returns {Promise<(ElementReference | null)[]>} */
  elements() {
    return Promise.resolve([null]);
  }

  /** @returns {Page} */
  page() {
    throw new Error('each kind of scope knows its page');
  }

  /**
   * Elements that screen readers announce with this role and name.
   *
   * @param {import('./search.js').Role} role
   * @param {{name?: string | RegExp, exact?: boolean}} [options]
   */
  getByRole(role, { name = '', exact } = {}) {
    const pattern = plain(patternOf(name, exact));
    const query = { selector: selectorOf(role), name: pattern, isSeen: true };
    return new Locator(this, query, `${role} ${name}`.trim());
  }

  /**
   * The innermost elements with this text.
   *
   * @param {string | RegExp} text
   * @param {{exact?: boolean}} [options]
   */
  getByText(text, { exact } = {}) {
    const pattern = plain(patternOf(text, exact));
    const query = { selector: ':not(script, style)', text: pattern, isInnermost: true };
    return new Locator(this, query, `text ${text}`);
  }

  /**
   * @param {string} selector
   * @param {{hasText?: string | RegExp}} [options]
   */
  locator(selector, { hasText = '' } = {}) {
    const query = { selector, text: plain(patternOf(hasText)) };
    return new Locator(this, query, `${selector} ${hasText}`.trim());
  }
}

/** Elements of a page, found anew by every action. */
export class Locator extends Scope {
  #scope;
  #query;
  #description;
  #index;

  /**
   * @param {Scope} scope
   * @param {Query} query
   * @param {string} description
   * @param {number} [index] of the only one
   */
  constructor(scope, query, description, index) {
    super();
    this.#scope = scope;
    this.#query = query;
    this.#description = description;
    this.#index = index;
  }

  page() {
    return this.#scope.page();
  }

  first() {
    return this.nth(0);
  }

  /** @param {number} index from 0 */
  nth(index) {
    const description = `${this.#description}, number ${index + 1}`;
    return new Locator(this.#scope, this.#query, description, index);
  }

  async elements() {
    return (await this.#find()).found;
  }

  async count() {
    return (await this.elements()).length;
  }

  async isVisible() {
    return (await this.#find(true)).found.length > 0;
  }

  /** @returns {Promise<{found: ElementReference[], names: string[]}>} */
  async #find(isSeen = this.#query.isSeen) {
    const query = { ...this.#query, isSeen };
    const scopes = await this.#scope.elements();
    if (scopes.length === 0) return { found: [], names: [] };
    const { found, names } = await this.page().session.execute(
      /** @type {(...args: any) => {found: any[], names: string[]}} */ (search),
      ...[query, ...scopes],
    );
    const chosen = this.#index === undefined ? found : found.slice(this.#index, this.#index + 1);
    return { found: chosen, names };
  }

  /**
   * Waits for the only element, on screen unless it may be hidden, and does something with it.
   *
   * @template R
   * @param {(element: ElementReference) => Promise<R>} act
   * @param {boolean} [isSeen]
   * @returns {Promise<R>}
   */
  #withOne(act, isSeen = true) {
    return this.page().expect(`one ${this.#description}`, async () => {
      const { found, names } = await this.#find(isSeen);
      if (found.length !== 1) throw new NotYet(`${found.length} among ${JSON.stringify(names)}`);
      return act(found[0]);
    });
  }

  /**
   * Waits until elements are on screen, or none is.
   *
   * @param {{state?: 'visible' | 'hidden'}} [options]
   */
  async waitFor({ state = 'visible' } = {}) {
    await this.page().expect(`${this.#description} to be ${state}`, async () => {
      const { found, names } = await this.#find(true);
      if (found.length > 0 === (state === 'visible')) return;
      throw new NotYet(`${found.length} on screen among ${JSON.stringify(names)}`);
    });
  }

  /**
   * @template R, A
   * @param {(element: any, arg: A) => R | Promise<R>} run in the page; see `Session.execute`
   * @param {A} [arg]
   * @returns {Promise<R>}
   */
  evaluate(run, arg) {
    return this.#withOne(
      (element) => this.page().session.execute(/** @type {any} */ (run), element, arg ?? null),
      false,
    );
  }

  innerText() {
    return this.evaluate(({ innerText }) => String(innerText).trim());
  }

  inputValue() {
    return this.evaluate(({ value }) => String(value));
  }

  /** @param {string} name @returns {Promise<string | null>} */
  getAttribute(name) {
    return this.evaluate((element, name) => element.getAttribute(name), name);
  }

  async click() {
    const { session } = this.page();
    await this.#withOne(async (element) => {
      const obstacle = await session.execute(watchForClick, /** @type {any} */ (element));
      if (obstacle) throw new NotYet(obstacle);
      await this.#command(element, 'click', {}).catch(async (error) => {
        // WebKit's driver takes what a sticky bar covers for being in view.
        await session.execute(toCentre, /** @type {any} */ (element));
        throw error;
      });
      // The driver aims at a place, from which the element may have moved meanwhile.
      const isMissed = await session.execute(() => /** @type {any} */ (window).isMissed);
      if (isMissed) throw new NotYet('one that the click missed');
    });
  }

  /** @param {string} text typed key by key, after the text that is there */
  async pressSequentially(text) {
    await this.#withOne((element) => this.#command(element, 'value', { text }));
  }

  /** @param {string} text replaces the text that is there, as pasting does */
  async fill(text) {
    await this.#withOne((element) =>
      this.page().session.execute(
        (/** @type {any} */ field, text) => {
          field.focus();
          field.select();
          document.execCommand(text ? 'insertText' : 'delete', false, text);
        },
        ...[element, text],
      ),
    );
  }

  /** @param {string} value of an option, which is chosen */
  async selectOption(value) {
    await this.evaluate((select, value) => {
      select.value = value;
      for (const type of ['input', 'change']) select.dispatchEvent(new Event(type));
    }, value);
  }

  /** @param {string} path of a file, which the field opens */
  async setInputFiles(path) {
    await this.#withOne((element) => this.#command(element, 'value', { text: path }), false);
  }

  async focus() {
    await this.evaluate((element) => element.focus());
  }

  /** @param {string} key */
  async press(key) {
    await this.focus();
    await this.page().press(key);
  }

  /**
   * @param {ElementReference} element
   * @param {string} path
   * @param {object} [parameters]
   */
  #command({ [ELEMENT]: id }, path, parameters) {
    return this.page().session.command(`element/${id}/${path}`, parameters);
  }
}

export class Page extends Scope {
  /**
   * @param {import('../../../scripts/webdriver.mjs').Session} session
   * @param {string} name of the browser
   */
  constructor(session, name) {
    super();
    this.session = session;
    this.name = name;
    /** Milliseconds in which it has to fulfil an expectation. */
    this.patience = PATIENCE;
  }

  page() {
    return this;
  }

  /** @param {string} url */
  goto(url) {
    return this.session.goTo(url);
  }

  /**
   * From here on the methods are about the page in a frame, until another page is opened.
   *
   * @param {Locator} frame
   */
  async enter(frame) {
    await frame.waitFor();
    const [id] = await frame.elements();
    await this.session.command('frame', { id });
  }

  /**
   * @template R, A
   * @param {(arg: A) => R | Promise<R>} run in the page; see `Session.execute`
   * @param {A} [arg]
   * @returns {Promise<R>}
   */
  evaluate(run, arg) {
    return this.session.execute(/** @type {any} */ (run), arg ?? null);
  }

  /**
   * @template A
   * @param {(arg: A) => unknown} run in the page until it returns something true
   * @param {A} [arg]
   */
  async waitForFunction(run, arg) {
    await this.expect(`${run} with ${JSON.stringify(arg)}`, async () => {
      const value = await this.evaluate(run, arg);
      if (!value) throw new NotYet(JSON.stringify(value));
    });
  }

  /**
   * Tries until it succeeds or the patience is at its end.
   *
   * @template R
   * @param {string} expected
   * @param {() => Promise<R>} attempt rejects with `NotYet` if it may succeed later
   * @returns {Promise<R>}
   */
  async expect(expected, attempt) {
    const deadline = Date.now() + this.patience;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof NotYet || isPassing(error))) throw error;
        if (Date.now() > deadline) {
          const within = `within ${this.patience / 1000} s in ${this.name}`;
          const message = `expected ${expected} ${within} at ${await this.session.command('url')}`;
          throw new Error(`${message}, got ${error.message}`, { cause: error });
        }
      }
      await sleep(20);
    }
  }

  /** @param {string} key a letter, or a name such as "ArrowLeft" */
  async press(key) {
    const value = keys[key] ?? key;
    const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value }));
    await this.session.command('actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** @returns {Promise<Buffer>} a PNG of what is in view */
  async screenshot() {
    return Buffer.from(await this.session.command('screenshot'), 'base64');
  }

  /**
   * Gives the page this much room in CSS pixels.
   *
   * @param {{width: number, height: number}} size
   */
  async setViewportSize(size) {
    const { session } = this;
    await session.command('window/rect', size);
    await this.expect(`a view of ${size.width} x ${size.height}`, async () => {
      const { width, height, frame } = await session.execute(() => ({
        width: innerWidth,
        height: innerHeight,
        frame: { width: outerWidth - innerWidth, height: outerHeight - innerHeight },
      }));
      if (width === size.width && height === size.height) return;
      // The frame of a window is only known once the window has a size, and that may take a while.
      const rect = { width: size.width + frame.width, height: size.height + frame.height };
      await session.command('window/rect', rect);
      throw new NotYet(`${width} x ${height}`);
    });
  }
}
