/** Lessons of a reader without a mouse. */

import assert from 'node:assert/strict';
import outcomes from '../../../www/src/lessons/figures.json' with { type: 'json' };
import english from '../../../www/src/lessons/strings/en.json' with { type: 'json' };
import { fill } from '../../../www/src/lessons/lesson-text.js';
import { lessons } from '../../../www/src/lessons/lessons.js';
import { serveRecorded } from './every-browser.js';
import { focused, tabTo } from './keyboard.js';
import { post } from './site.js';
import { assertSoon } from './soon.js';

/** @typedef {'forget-gate' | 'peepholes' | 'vanishing-gradient'} Id */

/** Milliseconds of a step that trains, on a busy machine. */
const PATIENCE = 90_000;

/**
 * Goes through a lesson by keyboard, from start to end.
 *
 * @param {import('./page.js').Page} page
 * @param {Id} id
 */
export async function goThrough(page, id) {
  const { url } = await serveRecorded({
    '/lesson.html': post(`<lstm-playground lesson="${id}"></lstm-playground>`),
  });
  page.patience = PATIENCE;
  await page.goto(`${url}/lesson.html`);
  const lesson = page.locator('section.lesson');
  const button = (/** @type {string | RegExp} */ name) =>
    lesson.getByRole('button', { name, exact: true });
  const own = /** @type {import('../../../www/src/lessons/lesson.js').Lesson} */ (
    lessons.find((lesson) => lesson.id === id)
  );
  const outcome = outcomes[id];
  /** @param {string} text */
  const told = (text) => fill(text, outcome.figures, own, 'en');
  await button('Show me').waitFor();
  for (const [index, step] of own.steps.entries()) {
    await lesson.getByText(new RegExp(`^Step ${index + 1} of`)).waitFor();
    if (step.ask) {
      const radios = lesson.locator('input[type=radio]');
      await tabTo(page, radios.first());
      await page.press('ArrowDown');
      await page.press('ArrowDown');
      const isChecked = await radios.nth(2).evaluate(({ checked }) => checked);
      assert.ok(isChecked, 'every answer can be reached');
    }
    await tabTo(page, button(/^(Do this step|Measure it)$/));
    await page.press('Enter');
    await lesson.locator('.result', { hasText: /\S/ }).waitFor();
    const words = english.lessons[id].steps;
    const { see } = Reflect.get(words, step.say);
    assert.equal(await lesson.locator('.result').innerText(), told(see));
    // The focus follows the command that is next.
    await assertSoon(async () => assert.equal(await focused(page), 'Next'));
    await page.press('Enter');
    // The new step is in sight, and its heading has the focus: Enter skips nothing.
    const heading = lesson.locator('h3:focus');
    await assertSoon(async () => {
      const place = await heading.evaluate((heading) => {
        const { y } = heading.getBoundingClientRect();
        return { y, isInSight: y >= 0 && y < innerHeight };
      });
      assert.ok(place.isInSight, `${place.y} px`);
    });
  }
  await lesson.getByRole('heading', { name: english.ui.holds }).waitFor();
  assert.equal(await lesson.locator('code').innerText(), outcome.line);
  await lesson.getByText(told(english.lessons[id].holds)).waitFor();
  await lesson.locator('[role=img]').waitFor();
  await page
    .locator('[role=status]', { hasText: /^Verdict: the claim comes true / })
    .evaluate(() => {}); // it is said
  const isKept = await lesson.evaluate((element) => element.querySelector(':focus') !== null);
  assert.ok(isKept, 'the focus is still in the lesson');
}
