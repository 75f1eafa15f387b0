// Runs alone: it measures gaps between steps, and the answer to Pause.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';

const { url } = await serve();

const CHARS = 250_000;
const DISTINCT_CHARS = 5000;
/** Milliseconds. */
const LONGEST_FIRST_STEP = 1500;
const LONGEST_GAP = 1000;
const LONGEST_PAUSE = 100;
const DURATION = 8000;
const PAUSES = 10;

/** Lines of five or seven Chinese characters; the n-th has a frequency of about 1 / (n + 10). */
function largeText() {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const distinct = DISTINCT_CHARS - 1; // and the line break
  let text = '';
  for (let chars = 0; chars < CHARS;) {
    const length = random() < 0.5 ? 5 : 7;
    for (let i = 0; i < length; i++, chars++) {
      // Every character once, in order, between the random ones.
      const isNext = chars % 16 === 0 && chars / 16 < distinct;
      const rank = isNext ? chars / 16 : Math.floor(10 * ((distinct / 10 + 1) ** random() - 1));
      text += String.fromCharCode(0x4e00 + ((rank * 2377) % distinct));
    }
    text += '\n';
    chars++;
  }
  return text;
}

test('a text with 5,000 distinct characters trains without a gap, and pauses at once', async (t) => {
  const text = largeText();
  assert.ok(new Set(text).size > 0.95 * DISTINCT_CHARS, `${new Set(text).size} distinct`);
  const page = await openPage(t, `${url}/index.html`);
  await page.waitForLoadState('networkidle');
  const { first, gaps, pauses } = await page.evaluate(
    async ({ text, duration, pauses: count }) => {
      const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
      const { step } = /** @type {any} */ (window).records;
      const until = async (/** @type {() => boolean} */ isReached) => {
        while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 10));
      };
      tag.text = text;
      const suggested = tag.config.batchSize;
      await until(() => tag.config.batchSize !== suggested || performance.now() > 10_000);
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
    { text, duration: DURATION, pauses: PAUSES },
  );
  const [gap, pause] = [gaps, pauses].map((times) => Math.max(...times));
  t.diagnostic(
    `first step ${first.toFixed()} ms, gap ${gap.toFixed()} ms, Pause ${pause.toFixed()} ms`,
  );
  assert.ok(first < LONGEST_FIRST_STEP, `the first step came after ${first} ms`);
  assert.ok(gap < LONGEST_GAP, `a gap between steps: ${gap} ms`);
  assert.ok(pause < LONGEST_PAUSE, `Pause took up to ${pause} ms: ${pauses}`);
});
