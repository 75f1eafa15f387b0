import assert from 'node:assert/strict';
import { test } from 'node:test';
import outcomes from '../../www/src/lessons/figures.json' with { type: 'json' };
import english from '../../www/src/lessons/strings/en.json' with { type: 'json' };
import { fill } from '../../www/src/lessons/lesson-text.js';
import { lessons } from '../../www/src/lessons/lessons.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

/** A few seconds of training on a busy machine. */
const TRAINING = { timeout: 90_000 };

/**
 * Presses Tab until an element has the focus.
 *
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} goal
 */
async function tabTo(page, goal) {
  for (let stops = 0; stops < 80; stops++) {
    if (await goal.evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('no stop of Tab is there');
}

/** By clamps, by a race, and by slopes in the view Reach. */
for (const id of /** @type {const} */ (['forget-gate', 'peepholes', 'vanishing-gradient'])) {
  test(`the lesson ${id}, by keyboard from start to end`, async (t) => {
    const { page } = await openPost(t, `<lstm-playground lesson="${id}"></lstm-playground>`);
    const lesson = page.locator('section.lesson');
    const button = (/** @type {string | RegExp} */ name) =>
      lesson.getByRole('button', { name, exact: true });
    const own = /** @type {import('../../www/src/lessons/lesson.js').Lesson} */ (
      lessons.find((lesson) => lesson.id === id)
    );
    const outcome = outcomes[id];
    /** @param {string} text */
    const told = (text) => fill(text, outcome.figures, own, 'en');
    await button('Show me').waitFor();
    for (const [index, step] of own.steps.entries()) {
      await lesson.getByText(new RegExp(`^Step ${index + 1} of`)).waitFor();
      if (step.ask) {
        const radios = lesson.getByRole('radio');
        await tabTo(page, radios.first());
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowDown');
        assert.ok(await radios.nth(2).isChecked(), 'every answer can be reached');
      }
      await tabTo(page, button(/^(Do this step|Measure it)$/));
      await page.keyboard.press('Enter');
      await lesson.locator('.result').filter({ hasText: /\S/ }).waitFor(TRAINING);
      const words = english.lessons[id].steps;
      const { see } = Reflect.get(words, step.say);
      assert.equal(await lesson.locator('.result').innerText(), told(see));
      // The focus follows the command that is next.
      await button('Next').and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Enter');
      // The new step is in sight, and its heading has the focus: Enter skips nothing.
      const heading = lesson.locator('h3:focus');
      await heading.waitFor();
      await assertSoon(async () => {
        const { y } = /** @type {{y: number}} */ (await heading.boundingBox());
        assert.ok(y >= 0 && y < Number(page.viewportSize()?.height), `${y} px`);
      });
    }
    await lesson.getByRole('heading', { name: english.ui.holds }).waitFor();
    assert.equal(await lesson.locator('code').innerText(), outcome.line);
    await lesson.getByText(told(english.lessons[id].holds)).waitFor();
    await lesson.getByRole('img').waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: /^Verdict: the claim comes true / })
      .waitFor({ state: 'attached' });
    const isKept = await lesson.evaluate((element) => element.querySelector(':focus') !== null);
    assert.ok(isKept, 'the focus is still in the lesson');
  });
}
