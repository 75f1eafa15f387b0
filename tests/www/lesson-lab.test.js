import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isActDone } from '../../www/src/lessons/acts.js';
import { byHeart } from '../../www/src/lessons/by-heart.js';
import { bitsOf, piecesOf } from '../../www/src/lessons/pieces.js';
import { LessonRun } from '../../www/src/lessons/lesson-run.js';
import { lessons } from '../../www/src/lessons/lessons.js';
import { nodeLab, runLesson } from './support/lesson-lab.js';

/** @type {import('../../www/src/lessons/lesson.js').Lesson} */
const lesson = {
  ...byHeart,
  config: { ...byHeart.config, hiddenSize: 4 },
  steps: [{ say: 'short', do: [{ train: 3 }] }],
};

test('a learning rate that was changed on the way makes another training', async (t) => {
  const { lab, session, end } = nodeLab(lesson);
  t.after(end);
  await lab.begin();
  await lab.perform(0);
  assert.ok(lab.isStepDone(0));
  const hash = await lab.hash();
  session.choose('learningRate', 0.02);
  await session.run?.learningRate.send(0.02);
  assert.equal(session.run?.config.learningRate, 0.02);
  assert.ok(!lab.isStepDone(0), 'these weights were trained at the rate before');
  await lab.do({ train: 3 });
  assert.ok(isActDone(lab, { train: 3 }));
  assert.ok(!lab.isStepDone(0), 'the rate is not that of the lesson');
  assert.notEqual(await lab.hash(), hash);
});

test('a training by hand is done once the unseen text is guessed with its last weights', async (t) => {
  const { lab, session, end } = nodeLab(lesson);
  t.after(end);
  await lab.begin();
  const validated = new Promise((resolve) => {
    for (const type of ['change', 'state']) {
      session.addEventListener(type, () => {
        if (lab.isStepDone(0)) resolve(session.record.validationStep);
      });
    }
  });
  await session.train();
  assert.equal(await validated, 3);
});

test('figures do not count where training went on while they were measured', async (t) => {
  let isToStep = true;
  const see = async (/** @type {import('../../www/src/lessons/lab.js').Lab} */ { session }) => {
    if (isToStep) await session.step();
    return { learnt: session.record.progress?.step };
  };
  const { lab, end } = nodeLab({ ...lesson, steps: [{ ...lesson.steps[0], see }] });
  const run = new LessonRun(lab, 1);
  t.after(() => {
    run.stop();
    end();
  });
  await run.begin();
  await run.doStep();
  assert.ok(!run.isSeen());
  assert.equal(run.problem, '');
  isToStep = false;
  await run.doStep();
  assert.equal(run.figures.learnt, 3);
});

test('the pieces of a text are learnt and unseen by turns', async (t) => {
  const { lab, session, end } = nodeLab(lesson);
  t.after(end);
  await lab.begin();
  assert.deepEqual(piecesOf(lab), { learnt: [lab.text], unseen: [] }, 'before there is a network');
  await lab.perform(0);
  const { learnt, unseen } = piecesOf(lab);
  const report = session.run?.textReport;
  assert.equal(unseen.join('').length, report?.validationChars);
  assert.equal(learnt.join('').length, report?.trainChars);
  const order = [learnt, unseen].flat().sort((a, b) => lab.text.indexOf(a) - lab.text.indexOf(b));
  assert.equal(order.join(''), lab.text);
});

test('the bits of pieces are the mean over their letters', async (t) => {
  const { lab, end } = nodeLab(lesson);
  t.after(end);
  await lab.begin();
  await lab.perform(0);
  const pieces = ['A walrus', 'A mouse who lived'];
  const [short, long] = await Promise.all(pieces.map((piece) => bitsOf(lab, [piece])));
  const mean = (7 * short + 16 * long) / 23;
  assert.ok(Math.abs((await bitsOf(lab, pieces)) - mean) < 1e-9);
});

test('the baselines are those of guessing and of counting, once all is counted', async (t) => {
  const { lab, session, end } = nodeLab(lesson);
  t.after(end);
  await lab.begin();
  const baselines = await lab.baselines();
  assert.deepEqual(
    baselines.map(({ order }) => order),
    [-1, 0, 1, 2, 3, 4, 5],
  );
  assert.equal(baselines[0].bitsPerChar, Math.log2(session.run?.textReport?.distinctChars ?? NaN));
  await lab.perform(0);
  assert.deepEqual(await lab.baselines(), baselines);
});

for (const { id, preset } of lessons) {
  if (!preset) continue;
  test(`${id} comes to its end where a reader leaves nothing unseen`, async () => {
    const overrides = { validationFraction: 0 };
    const { verdict } = await runLesson(id, { overrides, isUntrained: true });
    assert.equal(verdict, false);
  });
}
