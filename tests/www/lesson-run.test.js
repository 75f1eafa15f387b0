import assert from 'node:assert/strict';
import { test } from 'node:test';
import figures from '../../www/src/lessons/figures.json' with { type: 'json' };
import { forgetGate } from '../../www/src/lessons/forget-gate.js';
import { LessonRun } from '../../www/src/lessons/lesson-run.js';
import { STEPS } from '../../www/src/lessons/recall-network.js';
import { becomes } from './support/becomes.js';
import { nodeLab } from './support/lesson-lab.js';

/** @typedef {import('../../www/src/lessons/lesson.js').Lesson} Lesson */

const expected = figures['forget-gate'];
const NUMBER = 3;

/**
 * A run of a lesson, until the end of a test.
 *
 * @param {import('node:test').TestContext} t
 * @param {Lesson} [lesson]
 * @param {object} [overrides]
 */
async function begun(t, lesson = forgetGate, overrides) {
  const { end, ...lab } = nodeLab(lesson, overrides);
  const run = new LessonRun(lab.lab, NUMBER);
  t.after(() => {
    run.stop();
    end();
  });
  await run.begin();
  return { run, ...lab };
}

/** @param {LessonRun} run */
const outcome = ({ verdict, figures, weights, line }) => ({ verdict, figures, weights, line });

test('a lesson whose acts are done by hand has the figures of Show me', async (t) => {
  const { run, session } = await begun(t);
  assert.equal(run.isSeen(), false);
  await session.train();
  await becomes(run, () => run.isSeen() && !run.isBusy);
  assert.equal(session.record.progress?.step, STEPS, 'Train has stopped by itself');
  for (const value of [0, 1]) {
    run.next();
    assert.equal(run.isSeen(), false);
    run.answer(2);
    session.selection.choose({ clamps: [{ layer: 0, quantity: 'f', value }] });
    await becomes(run, () => run.isSeen() && !run.isBusy);
    assert.equal(run.rightAnswer, 2);
  }
  assert.equal(run.verdict, undefined, 'before the last step');
  assert.equal(run.line, '');
  run.next();
  session.choose('cell', 'no-forget-gate');
  assert.equal(run.isChanged, false, 'the lesson asks for it');
  await session.restart();
  await session.train();
  await becomes(run, () => run.isComplete && !run.isBusy);
  assert.deepEqual(outcome(run), expected);
  assert.deepEqual(run.answers.slice(1), [2, 2]);
});

test('Show me on the last step does those before it, and Back shows the network of then', async (t) => {
  const { run, session, lab } = await begun(t);
  for (let i = 0; i < forgetGate.steps.length; i++) run.next();
  await run.doStep();
  assert.deepEqual(outcome(run), expected);
  assert.equal(session.run?.config.cell, 'no-forget-gate');
  const hash = await lab.hash();
  run.back();
  await run.doStep();
  assert.equal(session.run?.config.cell, 'lstm');
  assert.deepEqual(session.selection.clamps, [{ layer: 0, quantity: 'f', value: 1 }]);
  assert.notEqual(await lab.hash(), hash);
  assert.deepEqual(outcome(run), expected);
});

test('Show me leads from step to step', async (t) => {
  const { run } = await begun(t);
  const shown = /** @type {number[]} */ ([]);
  run.addEventListener('seen', (/** @type {any} */ { detail }) => {
    assert.equal(run.index, detail, 'its words are there');
    shown.push(detail);
  });
  await run.showMe();
  assert.deepEqual(shown, [...forgetGate.steps.keys()]);
});

test('a reader who goes on by hand has the network of the file, and clamps it', async (t) => {
  const { run, session, lab } = await begun(t);
  run.next();
  await run.load();
  assert.ok(session.run?.source.kept, 'the network that a later step needs');
  assert.equal(lab.shownStep, 0);
  assert.equal(run.isSeen(), false, 'not clamped yet');
  session.selection.choose({ clamps: [{ layer: 0, quantity: 'f', value: 0 }] });
  await becomes(run, () => run.isSeen() && !run.isBusy);
  run.back();
  assert.equal(run.isSeen(), false);
  await run.load();
  assert.equal(run.isSeen(), true, 'it has nothing else to do');
  assert.equal(run.figures.recalled, expected.figures.recalled);
});

test('going on by hand does not take the place of training', async (t) => {
  const { run, session } = await begun(t);
  await session.step();
  await run.load();
  assert.equal(session.record.position.step, 1);
  assert.equal(run.isSeen(), false);
});

test('a network that is trained anew is that of the file', async (t) => {
  const { run, session, lab } = await begun(t);
  await run.doStep();
  assert.equal(session.record.position.step, 0, 'without training');
  const hash = await lab.hash();
  await run.trainAnew();
  assert.equal(session.record.progress?.step, STEPS);
  assert.equal(await lab.hash(), hash);
  await run.showMe();
  assert.deepEqual(outcome(run), expected);
});

test('Pause ends Show me, which begins again where it is pressed again', async (t) => {
  const [first, ...others] = forgetGate.steps;
  const long = { ...first, do: [{ model: 'recall', train: 1_000_000 }] }; // it does not end by itself
  const { run, session } = await begun(t, { ...forgetGate, steps: [long, ...others] });
  const shown = run.trainAnew();
  await becomes(
    session,
    () => session.status === 'training' && Number(session.record.progress?.step) > 0,
  );
  await session.pause();
  await shown;
  assert.deepEqual([run.isBusy, run.isSeen(), run.problem], [false, false, '']);
  await run.showMe();
  assert.deepEqual(outcome(run), expected);
});

test('two clicks on Show me do the acts once', async (t) => {
  const { run } = await begun(t);
  await Promise.all([run.showMe(), run.showMe()]);
  assert.deepEqual(outcome(run), expected);
});

test('a lesson goes on when the worker dies in its training', async (t) => {
  const { run, session, workers } = await begun(t);
  const shown = run.trainAnew();
  await becomes(
    session,
    () => session.status === 'training' && Number(session.record.progress?.step) > 0,
  );
  workers.at(-1)?.die('error');
  await shown;
  await run.showMe();
  assert.deepEqual(outcome(run), expected);
});

test('another setting or text is no longer the lesson, which can begin anew', async (t) => {
  const { run, session } = await begun(t);
  await run.doStep();
  session.choose('hiddenSize', 8);
  assert.equal(run.isChanged, true);
  session.choose('hiddenSize', forgetGate.config.hiddenSize);
  assert.equal(run.isChanged, false);
  session.setText('another text');
  assert.equal(run.isChanged, true);
  await run.begin();
  assert.deepEqual([run.isChanged, run.isSeen(), run.index], [false, false, 0]);
  await run.showMe();
  assert.deepEqual(outcome(run), expected);
});

test('figures wait for the network of their step', async (t) => {
  const { run, session, lab } = await begun(t, {
    ...forgetGate,
    steps: [
      forgetGate.steps[0],
      { say: 'look', see: async (lab) => ({ recalled: await lab.recall() }) },
    ],
    verdict: () => true,
  });
  await lab.engine(); // as a view that is opened makes it
  await becomes(session, () => session.model !== undefined);
  assert.deepEqual([run.isSeen(), run.isBusy], [false, false], 'of the first weights');
  await run.doStep();
  await session.reset();
  run.next();
  await becomes(session, () => !session.model);
  assert.equal(run.isSeen(), false, 'of a network that has learnt nothing');
  await run.doStep();
  assert.equal(run.figures.recalled.accuracy, expected.figures.recalled);
});

test('the line to copy has the settings in place of the lesson', async (t) => {
  const { run } = await begun(t, forgetGate, { seed: 2, hiddenSize: 8 });
  await run.showMe();
  assert.match(
    run.line,
    /^Lesson 3 forget-gate, seed 2, hiddenSize 8: (true|false), full \d\.\d\d, /,
  );
  assert.notEqual(run.weights, expected.weights);
});

test('a model file that does not come is a problem until the next click', async (t) => {
  const { run, lab } = await begun(t);
  const { loadModel } = lab.tools;
  lab.tools.loadModel = () => Promise.reject(new Error('no file'));
  await run.showMe();
  assert.deepEqual([run.problem, run.isBusy, run.isSeen()], ['no file', false, false]);
  lab.tools.loadModel = loadModel;
  await run.showMe();
  assert.deepEqual(outcome(run), expected);
});

test('a race of a lesson has the recall and the hash of each network', async (t) => {
  /** @type {import('../../www/src/lessons/lesson.js').RaceAct} */
  const race = { entries: [{}, { cell: 'rnn' }], steps: 20, seeds: 2, isEqual: true };
  const { run, lab } = await begun(t, {
    ...forgetGate,
    steps: [{ say: 'race', do: [{ race }], see: async (lab) => ({ results: lab.raceResults }) }],
    verdict: () => true,
    key: 'steps',
  });
  const shown = run.doStep();
  await becomes(run, () => lab.tools.race.isRunning);
  run.interrupt();
  await shown;
  assert.deepEqual([lab.tools.race.isRunning, run.isSeen()], [false, false]);
  await run.doStep();
  const runs = lab.tools.race.runs;
  assert.equal(new Set(runs.map(({ hash }) => hash)).size, 4);
  for (const { recall } of runs) assert.ok(Number(recall?.accuracy) >= 0);
  assert.match(run.weights, /^[0-9a-f]{16}$/);
  const [lstm] = run.figures.results;
  const [first, , second] = runs.map(({ recall }) => Number(recall?.accuracy));
  assert.equal(lstm.recalled, (first + second) / 2);
});
