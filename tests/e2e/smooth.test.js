// Runs alone: it measures how soon the page answers, and how long it is busy.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median } from '../../www/src/lib/median.js';
import { openPage, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import {
  assertAgrees,
  LARGE,
  modelOf,
  openGradientCheck,
  readReport,
} from './support/gradient-check.js';
import { headMoves, openLive, step } from './support/live.js';
import { openRace, rowsOf } from './support/race.js';
import { moreSteps, reachState, records } from './support/records.js';

const { url } = await serve();

const LONGEST_TASK = 50;
const LONGEST_PAUSE = 100;
const DURATION = 5000;
/**
 * Milliseconds of the main thread for a drawing, at a quarter of its speed, beside what the browser
 * spends on any frame.
 */
const LONGEST_FRAME = 8;
/** The measurements of which the median counts: in some, another program has the processor. */
const ROUNDS = 3;

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

test('training continues during a gradient check, and Pause takes effect', async (t) => {
  const { page, ui, panel } = await openGradientCheck(t, LARGE);
  await ui.train.click();
  await moreSteps(page, 5);
  const before = Number((await records(page)).steps.at(-1)?.step);
  await ui.checkGradients.click();
  await ui.verdict.getByText('Comparing.').waitFor();
  const meter = panel.getByRole('progressbar', { name: 'Gradients compared' });
  const begun = await meter.evaluate((/** @type {any} */ { value, max }) => ({ value, max }));
  assert.ok(begun.value < begun.max, `${begun.value} of ${begun.max} at the beginning`);
  await moreSteps(page, 5);
  assert.equal(await ui.verdict.innerText(), 'Comparing.', 'the steps are made during the check');
  const delay = await ui.pause.evaluate(
    (button) =>
      new Promise((resolve) => {
        setTimeout(() => resolve(Infinity), 5000);
        const start = performance.now();
        document.addEventListener('lstm-state', (/** @type {any} */ { detail }) => {
          if (detail.state === 'paused') resolve(performance.now() - start);
        });
        /** @type {HTMLElement} */ (button).click();
      }),
  );
  t.diagnostic(`answer to Pause during a gradient check: ${delay} ms`);
  assert.ok(Number(delay) < LONGEST_PAUSE, `expected below ${LONGEST_PAUSE} ms, got ${delay}`);
  assert.equal(await ui.verdict.innerText(), 'Comparing.', 'training pauses during the check');
  // The last step may be reported a moment after the pause; a slice of the check is long enough.
  await meter.evaluate(async (/** @type {any} */ progress) => {
    const { value } = progress;
    while (progress.value === value) await new Promise(requestAnimationFrame);
  });
  assert.equal(await ui.verdict.innerText(), 'Comparing.', 'the check is far from its end');
  const paused = Number((await records(page)).steps.at(-1)?.step);

  const step = assertAgrees(await readReport(page), modelOf(LARGE));
  assert.ok(before <= step && step < paused, `${step} must be from ${before} to ${paused}`);
  assert.equal(await meter.isVisible(), false);
  assert.equal((await records(page)).steps.at(-1)?.step, paused, 'training stays paused');
});

test('a race refuses an invalid setting, and Stop keeps its results', async (t) => {
  const { page, race, start } = await openRace(t);
  const second = race.getByRole('group', { name: 'Network 2' });
  await second.getByLabel('Hidden size').fill('0');
  await start.click();
  await race.getByText(/^Network 2: hiddenSize must be .*, got 0$/).waitFor();
  await second.getByLabel('Hidden size').fill('256');
  await race.getByLabel('Steps').fill('100000');
  await start.click();
  await race.getByText(/^about [\d,]+ seconds? left$/).waitFor();
  const stopped = await page.evaluate(async () => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('lstm-playground')?.shadowRoot);
    const buttons = [...root.querySelectorAll('.race button')];
    const [startButton, stopButton] = ['Start', 'Stop'].map(
      (name) => /** @type {HTMLButtonElement} */ (buttons.find((b) => b.textContent === name)),
    );
    const begin = performance.now();
    stopButton.click();
    const { records } = /** @type {any} */ (window);
    while (startButton.disabled || records.terminated < records.workers.length) {
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - begin;
  });
  assert.ok(stopped < 100, `${stopped} ms`);
  assert.ok((await rowsOf(race)).length === 2, 'the results stay');
});

test('the views follow the training, and the page stays fluid', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.train.click();
  await moreSteps(page, 2);
  await openTab(page, 'All units');
  await page.locator('.memory .readout').waitFor();
  await openTab(page, 'Surprise');
  await page.locator('.coloured').first().waitFor();
  await page.evaluate(() => {
    /** @type {number[]} */
    const longTasks = [];
    new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
    Object.assign(window, { longTasks });
  });
  const notes = new Set();
  for (let i = 0; i < 8; i++) {
    await page.waitForTimeout(400);
    notes.add(await page.locator('.colour > .note:not(.hint)').innerText());
  }
  assert.ok(notes.size > 3, `expected more than 3 states in three seconds, got ${notes.size}`);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).longTasks), []);
  await ui.reset.click();
  await reachState(page, 'idle');
  await page.getByText('Press Train or Step to look inside.').waitFor();
});

/**
 * Runs in the page: presses a button, and waits for a drawing, so many times.
 *
 * @param {Element} button
 * @param {number} frames
 * @returns {Promise<number[]>} the milliseconds of each drawing
 */
async function drawUnits(button, frames) {
  let drawings = 0;
  /** @type {number[]} */
  const times = [];
  const { prototype } = CanvasRenderingContext2D;
  const { clearRect } = prototype;
  prototype.clearRect = function (...area) {
    drawings++;
    clearRect.apply(this, area);
  };
  const request = window.requestAnimationFrame;
  window.requestAnimationFrame = (work) =>
    request((time) => {
      const [before, began] = [drawings, performance.now()];
      work(time);
      if (drawings > before) times.push(performance.now() - began);
    });
  for (let at = 0; at < frames; at++) {
    /** @type {HTMLElement} */ (button).click();
    const before = drawings;
    while (drawings === before) await new Promise((resolve) => request(resolve));
  }
  Object.assign(prototype, { clearRect });
  Object.assign(window, { requestAnimationFrame: request });
  return times;
}

test('a drawing costs little of the main thread', async (t) => {
  const { page, tag, story, hold, next } = await openLive(t, { config: { hiddenSize: 96 } });
  await step(tag, 2);
  await story.getByText(/^\d+ of 99/).waitFor();
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  /** @param {string[]} names */
  const spent = async (...names) => {
    const { metrics } = await client.send('Performance.getMetrics');
    const times = metrics.filter(({ name }) => names.includes(name)).map(({ value }) => value);
    return 1000 * times.reduce((sum, time) => sum + time, 0);
  };
  const frames = 20;
  /** @param {() => Promise<unknown>} draw draws this many frames */
  const costOf = async (draw) => {
    const start = await spent('TaskDuration');
    await draw();
    return ((await spent('TaskDuration')) - start) / frames;
  };
  const plainFrames = () =>
    page.evaluate(async (frames) => {
      const text = document.body.appendChild(document.createElement('p'));
      for (let at = 0; at < frames; at++) {
        text.textContent = `Frame ${at}`;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      text.remove();
    }, frames);
  // In turn, because the speed of the machine changes.
  const [letters, plain] = [[], []].map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < ROUNDS; round++) {
    letters.push(await costOf(() => headMoves(page, frames)));
    await hold.click();
    plain.push(await costOf(plainFrames));
    if (round < ROUNDS - 1) await hold.click();
  }
  const frame = median(plain);
  const work = ['LayoutDuration', 'RecalcStyleDuration'];
  const units = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = await spent(...work);
    const times = await next.evaluate(drawUnits, frames);
    units.push(((await spent(...work)) - start) / times.length + median(times));
  }
  const unit = median(units);
  const letter = median(letters) - frame;
  const told = `${letter.toFixed(1)} ms a letter, ${unit.toFixed(1)} ms a unit`;
  t.diagnostic(`${told}, at a quarter of the speed; any frame takes ${frame.toFixed(1)} ms`);
  assert.ok(letter <= LONGEST_FRAME && unit <= LONGEST_FRAME, told);
});
