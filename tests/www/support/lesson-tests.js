/** The tests of lessons, for several files that run side by side. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import committed from '../../../www/src/lessons/figures.json' with { type: 'json' };
import { lessons, numberOf } from '../../../www/src/lessons/lessons.js';
import { runLesson } from './lesson-lab.js';

/**
 * @param {number} first the number of the first lesson
 * @param {number} last
 */
export const testLessons = (first, last) =>
  describe('each lesson comes true, with the figures and the weights that are committed', () => {
    for (const { id } of lessons) {
      if (numberOf(id) < first || numberOf(id) > last) continue;

      test(id, async () => {
        const result = await runLesson(id);
        assert.deepEqual(result, /** @type {Record<string, unknown>} */ (committed)[id]);
        assert.equal(result.verdict, true);
      });

      test(`${id} does not come true without training`, async () => {
        const { verdict, figures } = await runLesson(id, { isUntrained: true });
        assert.equal(verdict, false);
        // Compared with what is no number, every verdict would be false.
        const unmeasured = Object.entries(figures).filter(([, figure]) => Number.isNaN(figure));
        assert.deepEqual(unmeasured, []);
      });
    }
  });
