/** The claims of lessons hold for other initial weights too: nobody has looked for a seed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lessons } from '../../www/src/lessons/lessons.js';
import { runLesson } from '../www/support/lesson-lab.js';

for (const { id } of lessons) {
  for (const seed of [2, 3]) {
    test(`${id}, seed ${seed}`, async () => {
      const { verdict, line } = await runLesson(id, { overrides: { seed } });
      assert.equal(verdict, true, line);
    });
  }
}
