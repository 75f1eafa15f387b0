import assert from 'node:assert/strict';
import { test } from 'node:test';
import figures from '../../www/src/lessons/figures.json' with { type: 'json' };
import { openPost } from './support/browser.js';

/** A few seconds of training on a busy machine. */
const TRAINING = { timeout: 90_000 };

/**
 * @param {import('node:test').TestContext} t
 * @param {string} id
 */
async function openLesson(t, id) {
  const { page } = await openPost(t, `<lstm-playground lesson="${id}"></lstm-playground>`);
  const lesson = page.locator('section.lesson');
  /** @param {string} name */
  const button = (name) => lesson.getByRole('button', { name, exact: true });
  return { page, lesson, button, result: lesson.locator('.result'), line: lesson.locator('code') };
}

test('the race of a lesson is in the fields of its panel, and counts when it was started there', async (t) => {
  const { page, lesson, button, result, line } = await openLesson(t, 'peepholes');
  await button('By hand').click();
  await lesson.getByRole('radio').nth(2).check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await result.filter({ hasText: /\S/ }).waitFor(TRAINING);
  await lesson.getByText('It came out otherwise.').waitFor();
  await page.getByRole('columnheader', { name: 'Recalled' }).waitFor();
  await button('Next').click();
  await lesson.getByText(/^Step 2 of/).waitFor();
  await button('Do this step').click();
  await result.filter({ hasText: /\S/ }).waitFor(TRAINING);
  await button('Next').click();
  assert.equal(await line.innerText(), figures.peepholes.line);
});
