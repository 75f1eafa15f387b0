/** A notebook as anywidget makes it: a module that is imported without its folder, and traits. */

import { openPage, serve } from './browser.js';
import { controls } from './controls.js';

const PAGE = '<!doctype html><title>A notebook</title><link rel="icon" href="data:," />';

/**
 * Shows a widget with these traits; runs in the page. `window.kernel` has the traits as Python would
 * know them, and sets them.
 *
 * @param {{esm: string, traits: Record<string, unknown>}} widget
 */
async function showWidget({ esm, traits }) {
  const events = new EventTarget();
  const kernel = { ...traits };
  const model = {
    get: (/** @type {string} */ name) => traits[name],
    set(/** @type {string} */ name, /** @type {unknown} */ value) {
      if (traits[name] === value) return;
      traits[name] = value;
      events.dispatchEvent(new Event(`change:${name}`));
    },
    save_changes: () => Object.assign(kernel, JSON.parse(JSON.stringify(traits))),
    on: events.addEventListener.bind(events),
    off: events.removeEventListener.bind(events),
  };
  const address = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
  const { default: widget } = await import(address);
  URL.revokeObjectURL(address);
  const el = document.body.appendChild(document.createElement('div'));
  const end = await widget.render({ model, el });
  Object.assign(window, { kernel, model, end });
}

/**
 * Opens an empty page with a widget in it.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} esm the module of the widget
 * @param {Record<string, unknown>} traits
 * @param {import('playwright-core').BrowserContextOptions & {policy?: string}} [options] with the
 *   content security policy of the page
 */
export async function openNotebook(t, esm, traits, { policy, ...options } = {}) {
  /** @type {Record<string, string>} */
  const headers = policy ? { 'content-security-policy': policy } : {};
  const { url, served } = await serve({ '/notebook.html': PAGE }, '', {
    '/notebook.html': headers,
  });
  const page = await openPage(t, `${url}/notebook.html`, options);
  await page.evaluate(showWidget, { esm, traits });
  await controls(page).text.waitFor();
  return { page, served };
}
