import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byHeart } from '../../www/src/lessons/by-heart.js';
import { gate } from '../../www/src/lessons/gate.js';
import { LessonRun } from '../../www/src/lessons/lesson-run.js';
import { isOfLesson } from '../../www/src/runs/lesson-runs.js';
import { betterModels } from '../../www/src/lessons/better-models.js';
import { becomes } from './support/becomes.js';
import { nodeLab } from './support/lesson-lab.js';

/** @typedef {import('../../www/src/lessons/lesson.js').Lesson} Lesson */
/** @typedef {import('../../www/src/runs/session.js').Session} Session */

const OWN = 'my own text, which nobody else has. '.repeat(20);
const [SOON, LATE] = [5, 9];

/** @type {Lesson} quick steps: two trainings with the same settings, a look, a setting */
const lesson = {
  ...byHeart,
  config: { ...byHeart.config, hiddenSize: 4 },
  steps: [
    { say: 'short', do: [{ train: SOON }], see: async (lab) => ({ soon: await lab.hash() }) },
    { say: 'long', do: [{ train: LATE }], see: async (lab) => ({ late: await lab.hash() }) },
    { say: 'write', ask: () => 1, see: async () => ({ seen: 1 }) },
    { say: 'silence', do: [{ set: { dropout: 0.5 } }, { train: LATE }] },
  ],
  verdict: () => true,
};

/**
 * @param {import('node:test').TestContext} t
 * @param {Lesson} [of]
 */
function opened(t, of = lesson) {
  const { end, ...lab } = nodeLab(of);
  const run = new LessonRun(lab.lab, 9);
  t.after(() => {
    run.stop();
    end();
  });
  return { run, ...lab };
}

/**
 * Trains a session until its run has stopped at a step.
 *
 * @param {Session} session
 * @param {number} step
 */
async function trainTo(session, step) {
  await session.train();
  await becomes(session, () => session.status === 'paused');
  assert.equal(session.record.position.step, step);
}

/**
 * Learns a text of the reader's, and returns its weights.
 *
 * @param {Session} session
 */
async function learnOwn(session) {
  session.setText(OWN);
  session.useConfig({ hiddenSize: 6, maxSteps: 7 });
  await session.restart();
  await trainTo(session, 7);
  return session.command((run) => run.ready().then((engine) => engine.weightsHash()));
}

/**
 * @param {Session} session
 * @param {string} hash of the reader's weights
 */
async function assertUndo(session, hash) {
  await session.undo.back();
  assert.equal(session.draft.text, OWN);
  assert.equal(session.record.position.step, 7);
  const engine = await session.command((run) => run.ready());
  assert.equal(await engine.weightsHash(), hash);
}

test('a lesson that takes the place of a text and a run leaves them to Undo', async (t) => {
  const { run, session } = opened(t);
  const hash = await learnOwn(session);
  await run.begin();
  assert.equal(session.run, undefined);
  await assertUndo(session, hash);
  assert.equal(run.isChanged, true);
});

test('a text that no run has learnt is left to Undo too', async (t) => {
  const { run, session } = opened(t);
  session.setText(OWN);
  await run.begin();
  assert.notEqual(session.draft.text, OWN);
  await session.undo.back();
  assert.equal(session.draft.text, OWN);
});

for (const [name, act] of /** @type {[string, (run: LessonRun) => unknown][]} */ ([
  ['Start the lesson anew', (run) => run.begin()],
  ['Do this step', (run) => run.doStep()],
])) {
  test(`${name} leaves a reader's own training to Undo`, async (t) => {
    const { run, session } = opened(t);
    await run.begin();
    await run.doStep();
    const hash = await learnOwn(session);
    await act(run);
    await assertUndo(session, hash);
  });
}

test("Show me leaves a run with the reader's settings to Undo as it was", async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  session.choose('hiddenSize', 6);
  session.choose('learningRate', 0.05);
  await trainTo(session, SOON);
  await run.doStep();
  assert.equal(session.run?.config.hiddenSize, 4);
  await session.undo.back();
  assert.deepEqual([session.run?.config.hiddenSize, session.run?.config.learningRate], [6, 0.05]);
});

test("Next leaves a reader's own training where it is", async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  await run.doStep();
  await learnOwn(session);
  const own = session.run;
  run.next();
  await becomes(run, () => run.isChanged);
  assert.equal(session.run, own);
  assert.equal(session.draft.config.maxSteps, 7);
});

test('Next keeps the network of the lesson, and Train goes on with it to the next stop', async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  await trainTo(session, SOON);
  await becomes(run, () => run.isSeen() && !run.isBusy);
  const network = session.run;
  run.next();
  run.back();
  assert.equal(session.record.position.step, SOON);
  run.next();
  await becomes(session, () => network?.config.maxSteps === LATE && session.status === 'paused');
  assert.equal(session.isStale, false);
  assert.equal(session.record.position.step, SOON);
  await trainTo(session, LATE);
  assert.equal(session.run, network);
  await becomes(run, () => run.isSeen() && !run.isBusy);
  const { late } = run.figures;
  // One training to the same step has the same weights.
  const other = opened(t, { ...lesson, steps: [lesson.steps[1]] });
  await other.run.begin();
  await other.run.doStep();
  assert.equal(other.run.figures.late, late);
});

test('Train right after Next goes on to the next stop', async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  await trainTo(session, SOON);
  await becomes(run, () => run.isSeen() && !run.isBusy);
  const network = session.run;
  run.next();
  await session.train().catch(() => {}); // the worker that was asked may have ended
  await becomes(run, () => run.isSeen(1) && !run.isBusy);
  assert.deepEqual([session.run, session.record.position.step], [network, LATE]);
});

test('Next before a training has ended lets it go on', async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  await session.train();
  run.next();
  await run.doStep();
  assert.equal(session.record.position.step, LATE);
  assert.ok(run.isSeen(0) && run.isSeen(1));
});

test('what was done before a step was shown is no answer to it', async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  for (let step = 0; step < 2; step++) {
    await run.doStep();
    run.next();
  }
  run.answer(0);
  await becomes(session, () => session.status === 'paused');
  session.changed();
  await new Promise((resolve) => session.addEventListener('change', resolve, { once: true }));
  assert.deepEqual([run.isBusy, run.isSeen()], [false, false], 'the reader may answer otherwise');
  run.answer(1);
  await run.doStep();
  assert.deepEqual([run.isSeen(), run.rightAnswer, run.answers[2]], [true, 1, 1]);
});

test('a test of learning rates counts where it was of the untrained lesson', async (t) => {
  const rates = { ...betterModels, config: { ...betterModels.config, hiddenSize: 4 } };
  const { run, session, lab } = opened(t, { ...rates, steps: [betterModels.steps[0]] });
  await run.begin();
  const { config } = session.draft;
  await lab.tools.rates.start({ text: OWN, config: { ...config, batchSize: 2 } });
  session.changed();
  await new Promise((resolve) => session.addEventListener('change', resolve, { once: true }));
  assert.deepEqual([run.isBusy, run.isSeen()], [false, false]);
  await run.doStep();
  assert.equal(lab.tools.rates.model?.text, lab.text);
  const { mark, bits } = run.figures;
  await session.step(); // the next test would be of these weights
  await run.begin();
  await session.step();
  await run.doStep();
  assert.deepEqual([run.figures.mark, run.figures.bits], [mark, bits]);
  assert.equal(lab.tools.rates.model?.config.hiddenSize, 4);
  session.choose('hiddenSize', 6);
  assert.notEqual(lab.isStepDone(0), true);
  session.choose('hiddenSize', 4);
  assert.equal(lab.tools.rates.isComplete && lab.isStepDone(0), true);
});

test('a lesson that has stopped hears nothing, until it is to listen', async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  run.stop();
  await trainTo(session, SOON);
  session.changed();
  await new Promise((resolve) => session.addEventListener('change', resolve, { once: true }));
  assert.deepEqual([run.isBusy, run.isSeen()], [false, false]);
  run.listen();
  await session.restart();
  await trainTo(session, SOON);
  await becomes(run, () => run.isSeen() && !run.isBusy);
});

test('at its end a lesson lets the reader go on with another setting', async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  await run.doStep();
  run.next();
  session.setText(OWN);
  assert.equal(run.isChanged, true);
  await run.showMe();
  assert.ok(run.isComplete);
  session.setText(OWN);
  assert.equal(run.isChanged, false);
});

test('Back to a step of other settings is still the lesson', async (t) => {
  const { run } = opened(t);
  await run.begin();
  await run.showMe();
  const partly = opened(t);
  await partly.run.begin();
  for (let step = 0; step < 3; step++) partly.run.next();
  await partly.run.doStep();
  partly.run.back();
  assert.equal(partly.run.isChanged, false);
});

test('a run is the lesson’s until the reader trains it further', async (t) => {
  const { run, session } = opened(t);
  await run.begin();
  await trainTo(session, SOON);
  const network = /** @type {import('../../www/src/runs/run.js').Run} */ (session.run);
  assert.equal(isOfLesson(network), true);
  await session.step();
  assert.equal(isOfLesson(network), false);
  await learnOwn(session);
  assert.equal(isOfLesson(/** @type {any} */ (session.run)), false);
});

test('the network of a model file is the lesson’s', async (t) => {
  const { run, session } = opened(t, gate);
  await run.begin();
  await run.doStep();
  assert.equal(isOfLesson(/** @type {any} */ (session.run)), true);
});
