/** The built site on a server of its own, and the script that records events in its pages. */

import { after } from 'node:test';
import { serveSite } from '../../../scripts/site.mjs';

/** @type {(() => unknown)[]} */
const closing = [];
after(() => closing.forEach((close) => close()));

/**
 * Serves the site until the tests of the file have ended.
 *
 * @param {Parameters<typeof serveSite>} args
 */
export async function serve(...args) {
  const { url, served, close } = await serveSite(...args);
  closing.push(close);
  return { url, served };
}

/** The strictest policy in which a page of the playground works; SECURITY.md has it. */
export const STRICT = [
  "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'; style-src 'self'; img-src 'self'; worker-src blob:",
  "require-trusted-types-for 'script'; trusted-types lstm-playground",
].join('; ');

/**
 * A blog post with this in its body.
 *
 * @param {string} body HTML
 * @param {string} [scripts] the server of the tag's script; by default the post's own
 * @returns {string} HTML
 */
export function post(body, scripts = '') {
  const head = `<meta charset="utf-8" /><title>A post</title><link rel="icon" href="data:," />
    <script type="module" src="${scripts}/lstm-playground.js"></script>`;
  return `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
}

/** Records the events of the tags and the workers; runs in the page before its own scripts. */
export function installRecords() {
  /** @type {Record<string, any>} */
  const records = { step: [], state: [], error: [], workers: [], terminated: 0, most: 0 };
  for (const type of ['step', 'state', 'error']) {
    document.addEventListener(`lstm-${type}`, (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      records[type].push({ ...detail, target: event.target, at: performance.now() });
    });
  }
  window.Worker = class extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} args */
    constructor(...args) {
      super(...args);
      // The worker that reads with the untrained network comes and goes at any time: not counted.
      if (args[1]?.name !== 'untrained') records.workers.push(this);
      records.most = Math.max(records.most, records.workers.length - records.terminated);
    }

    terminate() {
      if (records.workers.includes(this)) records.terminated++;
      super.terminate();
    }
  };
  // One worker on every machine, unless a test asks for more.
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2, configurable: true });
  Object.assign(window, { records });
}
