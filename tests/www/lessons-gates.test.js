import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import figures from '../../www/src/lessons/figures.json' with { type: 'json' };
import { lessons } from '../../www/src/lessons/lessons.js';
import { makeModel, modelFile, modelNames, runLesson } from './support/lesson-lab.js';

describe('each lesson comes true, with the figures and the weights that are committed', () => {
  for (const { id } of lessons) {
    test(id, async () => {
      const result = await runLesson(id);
      assert.deepEqual(result, /** @type {Record<string, unknown>} */ (figures)[id]);
      assert.equal(result.verdict, true);
    });

    test(`${id} does not come true without training`, async () => {
      assert.equal((await runLesson(id, { isUntrained: true })).verdict, false);
    });
  }
});

for (const name of modelNames) {
  test(`the model file ${name} has the weights of its training`, async () => {
    const made = new Uint8Array(await makeModel(name));
    assert.deepEqual(made, new Uint8Array(readFileSync(modelFile(name))));
    assert.ok(made.length <= 10_000, `${made.length} bytes`);
  });
}
