/** A reader without a mouse. */

import assert from 'node:assert/strict';

/** @typedef {import('./page.js').Page} Page */

/** The most stops of the Tab key before an element that can be reached. */
const MOST_STOPS = 80;

/**
 * The name of the element of the first tag that has the focus.
 *
 * @param {Page} page
 * @returns {Promise<string>}
 */
export const focused = (page) =>
  page.evaluate(() => {
    const { activeElement } = document.querySelector('lstm-playground')?.shadowRoot ?? document;
    return (activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '').trim();
  });

/**
 * Presses Tab until an element has the focus.
 *
 * @param {Page} page
 * @param {import('./page.js').Locator} goal
 */
export async function tabTo(page, goal) {
  await goal.waitFor();
  const way = [];
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await goal.evaluate((element) => element.matches(':focus'))) return;
    await page.press('Tab');
    way.push((await focused(page)).slice(0, 20));
  }
  assert.fail(`no stop of Tab is there, after ${way.join(', ')}`);
}
