/** Assertions about what a page draws a moment later. */

import { AssertionError } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds in which an assertion has to hold, or an action has to find its element: many, because
 * the browser of another test file may have the cores.
 */
export const PATIENCE = 60_000;

/**
 * Asserts again and again until it holds; after the patience it fails with the last difference.
 *
 * @param {() => unknown} check reads the page, in Playwright or in every browser, and asserts
 * @param {number} [patience]
 */
export async function assertSoon(check, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      // Anything else is a mistake, or has waited on its own.
      if (!(error instanceof AssertionError) || Date.now() > deadline) throw error;
    }
    await sleep(20);
  }
}
