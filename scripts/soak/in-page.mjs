/** The eyes and hands of a visitor in the page: functions that run there. */

import { search } from '../../tests/e2e/support/search.js';

/**
 * Runs in the page: waits for the first element that matches and acts on it.
 *
 * @param {object} wish
 * @param {any} wish.query
 * @param {string} [wish.within]
 * @param {'press' | 'fill' | 'choose' | 'see' | 'leave'} wish.act leave waits until there is none
 * @param {string} [wish.value]
 * @param {number} wish.patience
 * @returns {Promise<string | null>} its value or text; null where there is none and no patience
 */
export async function actInPage({ query, within, act, value = '', patience }) {
  const { setTimeout, search } = /** @type {any} */ (window).soak;
  const rest = () => new Promise((resolve) => setTimeout(resolve, 30));
  const deadline = performance.now() + patience;
  for (;;) {
    const scopes = within
      ? search({ selector: within, text: undefined }, null).found.slice(0, 1)
      : [null];
    const { found, names } =
      scopes.length > 0 ? search(query, ...scopes) : { found: [], names: [] };
    const [element] = found.filter((/** @type {any} */ one) => !one.disabled);
    if (act === 'leave' ? !element : element) {
      if (act === 'press') element.click();
      if (act === 'fill' || act === 'choose') {
        element.focus();
        element.value = value;
        for (const type of ['input', 'change'])
          element.dispatchEvent(new Event(type, { bubbles: true }));
        element.blur();
      }
      return element ? String(element.value || element.textContent) : '';
    }
    if (patience === 0) return null;
    if (performance.now() > deadline)
      throw new Error(`no ${query.selector} ${query.name?.source ?? ''} among ${names}`);
    await rest();
  }
}

/** Runs in the page before its own scripts: notes its events and errors, and keeps it in its place. */
function installEvents() {
  const { soak } = /** @type {any} */ (window);
  Object.assign(soak, { problems: [], states: new WeakMap(), steps: new WeakMap() });
  const complain = (/** @type {unknown[]} */ ...parts) => soak.problems.push(parts.join(' '));
  addEventListener('error', ({ message }) => complain('uncaught:', message));
  addEventListener('unhandledrejection', ({ reason }) => complain('uncaught:', reason));
  const { error } = console;
  console.error = (...args) => {
    complain('console:', ...args);
    error(...args);
  };
  /** @type {Record<string, (event: CustomEvent) => void>} */
  const notes = {
    'lstm-state': ({ target, detail }) => soak.states.set(target, detail.state),
    'lstm-step': ({ target, detail }) => soak.steps.set(target, detail.step),
    'lstm-error': ({ detail }) => complain('lstm-error:', detail.message),
  };
  for (const [type, note] of Object.entries(notes)) {
    document.addEventListener(type, /** @type {EventListener} */ (note));
  }
  // A file that is saved would stay on the disk of the person who runs this.
  const { click } = HTMLElement.prototype;
  HTMLAnchorElement.prototype.click = function () {
    if (!this.download) click.call(this);
  };
  // As many cores as let workers share a training.
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 3, configurable: true });
}

/** The script for the head of a page, after those that count. */
export const noticing = `window.soak.search = ${search}; (${installEvents})();`;
