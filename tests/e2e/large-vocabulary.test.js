// Runs alone: it measures gaps between steps, and the answer to Pause.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { installLarge } from './support/large.js';

const { url } = await serve();

const CHARS = 250_000;
const DISTINCT_CHARS = 5400;
/** Milliseconds. */
const LONGEST_FIRST_STEP = 1500;
const LONGEST_GAP = 1000;
const LONGEST_PAUSE = 100;
const DURATION = 8000;
const PAUSES = 10;

test('a text with 5,400 distinct characters trains without a gap, and pauses at once', async (t) => {
  const page = await openPage(t, 'about:blank');
  await page.addInitScript(installLarge);
  await page.goto(`${url}/index.html`);
  await page.waitForLoadState('networkidle');
  const { first, gaps, pauses } = await page.evaluate(
    async ({ chars, distinct, duration, pauses: count }) => {
      const { large } = /** @type {any} */ (window);
      const text = large.ideograms(chars, distinct);
      const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
      const { step } = /** @type {any} */ (window).records;
      const { until } = large;
      tag.text = text;
      const shown = () => tag.shadowRoot.querySelector('.counts').textContent;
      await until(() => shown().includes(`${distinct.toLocaleString('en')} distinct`));
      const start = performance.now();
      tag.train();
      await until(() => step.length > 0);
      const first = step[0].at - start;
      await until(() => step.at(-1).at > step[0].at + duration);
      const gaps = step.slice(1).map((/** @type {any} */ { at }, /** @type {number} */ i) => {
        return at - step[i].at;
      });
      const pauses = [];
      for (let i = 0; i < count; i++) {
        const pressed = performance.now();
        await tag.pause();
        pauses.push(performance.now() - pressed);
        tag.train();
        const { length } = step;
        await until(() => step.length > length + 1 + (i % 3));
      }
      return { first, gaps, pauses };
    },
    { chars: CHARS, distinct: DISTINCT_CHARS, duration: DURATION, pauses: PAUSES },
  );
  const [gap, pause] = [gaps, pauses].map((times) => Math.max(...times));
  t.diagnostic(
    `first step ${first.toFixed()} ms, gap ${gap.toFixed()} ms, Pause ${pause.toFixed()} ms`,
  );
  assert.ok(first < LONGEST_FIRST_STEP, `the first step came after ${first} ms`);
  assert.ok(gap < LONGEST_GAP, `a gap between steps: ${gap} ms`);
  assert.ok(pause < LONGEST_PAUSE, `Pause took up to ${pause} ms: ${pauses}`);
});
