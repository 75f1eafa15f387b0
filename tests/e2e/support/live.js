/** The live gates of a small network. */

import { openPost } from './browser.js';

export const TEXT = 'what it is, and what (it seems) to be: "not the same", it said.\n'.repeat(12);

/** @param {import('playwright-core').Page} page */
export function live(page) {
  const region = page.getByRole('region', { name: /live/i });
  return {
    region,
    reader: region.getByRole('slider', { name: 'Letter and unit' }),
    story: region.locator('.story'),
    read: region.locator('.read span'),
    guessed: region.locator('.guessed span'),
    chosen: region.locator('.chosen'),
    who: region.locator('.who'),
    next: region.getByRole('button', { name: 'Next unit' }),
    hold: region.getByRole('button', { name: /^(Hold still|Read on)$/ }),
  };
}

/**
 * Opens a post with the live gates of a small network.
 *
 * @param {import('node:test').TestContext} t
 * @param {object} [options]
 * @param {string} [options.panels]
 * @param {string} [options.text]
 * @param {object} [options.config]
 * @param {string} [options.before] HTML
 */
export async function openLive(t, { panels = 'live', text = TEXT, config = {}, before = '' } = {}) {
  const tagged = `<lstm-playground panels="${panels}"></lstm-playground>`;
  const { page } = await openPost(t, `${before}${tagged}`);
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), {
    text,
    config: {
      hiddenSize: 12,
      seqLen: 8,
      batchSize: 2,
      workers: 1,
      patience: 1e8,
      maxSteps: 1e8,
      ...config,
    },
  });
  return { page, tag, ...live(page) };
}

/**
 * @param {import('playwright-core').Locator} tag
 * @param {number} [count]
 */
export const step = (tag, count = 1) =>
  tag.evaluate(async (/** @type {any} */ tag, count) => {
    for (let i = 0; i < count; i++) await tag.step();
  }, count);

/**
 * Resolves when the reading head has moved to a number of further letters.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} moves
 */
export const headMoves = (page, moves) =>
  page.evaluate(
    (moves) =>
      new Promise((resolve) => {
        const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
        const mark = /** @type {Element} */ (shadowRoot?.querySelector('.mark'));
        let seen = 0;
        const observer = new MutationObserver((changes) => {
          seen += changes.length;
          if (seen < moves) return;
          observer.disconnect();
          resolve(undefined);
        });
        observer.observe(mark, { attributes: true });
      }),
    moves,
  );
