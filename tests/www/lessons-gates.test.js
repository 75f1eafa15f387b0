import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lessonOf } from '../../www/src/lessons/lessons.js';
import { labelledText } from '../../www/src/lessons/labelled-text.js';
import { makeModel, modelFile, modelNames, nodeLab } from './support/lesson-lab.js';
import { testLessons } from './support/lesson-tests.js';

testLessons(1, 8);

for (const name of modelNames) {
  test(`the model file ${name} has the weights of its training`, async () => {
    const made = new Uint8Array(await makeModel(name));
    assert.deepEqual(made, new Uint8Array(readFileSync(modelFile(name))));
    assert.ok(made.length <= 10_000, `${made.length} bytes`);
  });
}

test('hardly any long line of the other text stands in the learnt one', async () => {
  const { lab, session, end } = nodeLab(lessonOf('gate') ?? assert.fail());
  try {
    await lab.begin();
    const { recallText } = session.draft.task ?? assert.fail();
    const { text } = await lab.tools.makeTask(recallText);
    const learnt = new Set(lab.text.split('\n'));
    const long = text.split('\n').filter((line) => line.indexOf('?') > 6);
    const known = long.filter((line) => learnt.has(line));
    assert.ok(long.length > 300, `${long.length}`);
    assert.ok(known.length < long.length / 20, `${known.length} of ${long.length}`);
  } finally {
    end();
  }
});

test('no line on which labels are tested stands in the learnt text', () => {
  const lines = (/** @type {number} */ count, /** @type {number} */ seed) =>
    labelledText(count, seed).text.trimEnd().split('\n');
  const learnt = new Set(lines(1500, 1));
  assert.deepEqual(
    lines(300, 2).filter((line) => learnt.has(line)),
    [],
  );
});
