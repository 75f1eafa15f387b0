import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { makeModel, modelFile, modelNames } from './support/lesson-lab.js';
import { testLessons } from './support/lesson-tests.js';

testLessons(1, 8);

for (const name of modelNames) {
  test(`the model file ${name} has the weights of its training`, async () => {
    const made = new Uint8Array(await makeModel(name));
    assert.deepEqual(made, new Uint8Array(readFileSync(modelFile(name))));
    assert.ok(made.length <= 10_000, `${made.length} bytes`);
  });
}
