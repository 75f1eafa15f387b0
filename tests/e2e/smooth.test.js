import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls } from './support/controls.js';
import { moreSteps } from './support/records.js';
import { openPage, serve } from './support/browser.js';

const { url } = await serve();

const LONGEST_TASK = 50;
const LONGEST_PAUSE = 100;
const DURATION = 5000;

test('the page stays fluid in five seconds of training, with the live gates in view', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { viewport: { width: 1280, height: 800 } });
  await page.waitForLoadState('networkidle');
  const story = page.locator('.live .story');
  await story.getByText(/^Not trained yet/).waitFor();
  await page.evaluate(() => {
    /** @type {number[]} */
    const longTasks = [];
    const observer = new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ type: 'longtask' }); // Its threshold is 50 ms.
    Object.assign(window, { longTasks });
  });
  await controls(page).train.click();
  await page.waitForFunction((duration) => {
    const { step } = /** @type {any} */ (window).records;
    return step.length > 0 && step.at(-1).at - step[0].at > duration;
  }, DURATION);
  await story.getByText(/^\d+ of 99 letters guessed/).waitFor();
  const longTasks = await page.evaluate(() => /** @type {any} */ (window).longTasks);
  assert.deepEqual(longTasks, [], `expected no task above ${LONGEST_TASK} ms, got these (ms)`);
});

test('Pause takes effect within 100 ms, every time', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  const delays = [];
  for (let i = 0; i < 3; i++) {
    await ui.train.click();
    await ui.state.getByText('Training').waitFor();
    await moreSteps(page, 5);
    delays.push(
      await ui.pause.evaluate(
        (button) =>
          new Promise((resolve) => {
            setTimeout(() => resolve(Infinity), 5000);
            const start = performance.now();
            const paused = (/** @type {any} */ { detail }) => {
              if (detail.state === 'paused') resolve(performance.now() - start);
            };
            document.addEventListener('lstm-state', paused);
            /** @type {HTMLElement} */ (button).click();
          }),
      ),
    );
    await ui.state.getByText('Paused').waitFor();
  }
  const slowest = Math.max(...delays);
  t.diagnostic(`slowest answer to Pause: ${slowest.toFixed(1)} ms`);
  assert.ok(slowest < LONGEST_PAUSE, `expected below ${LONGEST_PAUSE} ms, got ${delays} ms`);
});
