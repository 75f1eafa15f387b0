/**
 * The claims of lessons hold for other initial weights too: nobody has looked for a seed. And a browser
 * says the same of each lesson as Node does.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import figures from '../../www/src/lessons/figures.json' with { type: 'json' };
import { lessons } from '../../www/src/lessons/lessons.js';
import { openPost } from '../e2e/support/browser.js';
import { runLesson } from '../www/support/lesson-lab.js';

for (const { id } of lessons) {
  for (const seed of [2, 3]) {
    test(`${id}, seed ${seed}`, async () => {
      const { verdict, line } = await runLesson(id, { overrides: { seed } });
      assert.equal(verdict, true, line);
    });
  }

  test(`${id}, in a browser`, async (t) => {
    const { page } = await openPost(t, `<lstm-playground lesson="${id}"></lstm-playground>`);
    const lesson = page.locator('section.lesson');
    await lesson.getByRole('button', { name: 'Show me', exact: true }).click();
    const line = lesson.locator('code');
    await line.waitFor({ timeout: 200_000 });
    assert.equal(await line.innerText(), figures[/** @type {keyof figures} */ (id)].line);
  });
}
