import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lessonOf } from '../../www/src/lessons/lessons.js';
import { piecesOf } from '../../www/src/lessons/pieces.js';
import { nodeLab } from './support/lesson-lab.js';
import { testLessons } from './support/lesson-tests.js';

testLessons(9, 15);

test('the dates that are to be translated stand on no learnt line', async (t) => {
  const { lab, end } = nodeLab(/** @type {any} */ (lessonOf('translation')));
  t.after(end);
  await lab.begin();
  await lab.do({ train: 0 });
  const { learnt, unseen } = piecesOf(lab);
  const lines = new Set(learnt.flatMap((piece) => piece.split('\n')));
  const asked = unseen.flatMap((piece) => piece.split('\n')).filter((line) => / = /.test(line));
  assert.ok(asked.length > 300);
  // A line that is cut is no date in full.
  assert.deepEqual(
    asked.filter((line) => /-\d\d$/.test(line)).filter((line) => lines.has(line)),
    [],
  );
});
